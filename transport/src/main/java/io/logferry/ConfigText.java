package io.logferry;

import io.logferry.sink.SinkConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as its user typed it: texts by element name, those inside another element as {@code spill.dir}.
 * Nothing is refused before {@link #parse}, which names all mistakes at once. One thread at a time.
 */
public final class ConfigText {
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, Function<String, SinkConfig>> sinks = new LinkedHashMap<>();
    private final List<String> frameworkMistakes = new ArrayList<>();
    /** What is wrong with elements that came more than once. */
    private final Map<String, String> repeats = new LinkedHashMap<>();

    /** Elements that came since the last parse. */
    private final Set<String> sinceParse = new HashSet<>();

    private final String whenMissing;

    /**
     * Makes an empty one.
     *
     * @param whenMissing what a user of this framework may have done when an element is missing
     */
    public ConfigText(String whenMissing) {
        this.whenMissing = whenMissing;
    }

    /** Takes an element's text; an element may come once, and once more after each {@link #parse}, to correct it. */
    public void set(String element, String text) {
        String before = texts.put(element, text.strip());
        if (sinceParse.add(element)) {
            repeats.remove(element);
        } else {
            repeats.put(
                    element,
                    text.isEmpty()
                            ? element + " is given twice, allowed is one"
                            : element + " is given twice, " + withoutUser(before) + " and " + withoutUser(text.strip())
                                    + ", allowed is one");
        }
    }

    /** Takes an element that has elements itself, which are named {@code spill.dir} already. */
    public void setAll(String element, ConfigText nested) {
        if (!sinceParse.contains(element)) {
            texts.keySet().removeIf(name -> name.startsWith(element + "."));
            repeats.keySet().removeIf(name -> name.startsWith(element + "."));
        }
        set(element, "");
        nested.texts.forEach(this::set);
        repeats.putAll(nested.repeats);
        nested.sinceParse.clear();
    }

    /**
     * Takes a sink; a second one is a mistake.
     *
     * @param destination the element that holds its destination
     * @param parser of the destination, throws IllegalArgumentException with one sentence
     */
    public void addSink(String destination, Function<String, SinkConfig> parser) {
        sinks.put(destination, parser);
    }

    /** Takes a mistake that the framework found, as one sentence without a full stop. */
    public void addMistake(String sentence) {
        frameworkMistakes.add(sentence);
    }

    /** The text as messages may show it: before an at sign may be a password. */
    static String withoutUser(String text) {
        int at = text.lastIndexOf('@');
        return at < 0 ? text : "***" + text.substring(at);
    }

    /** Checks everything. May be called again. */
    public ParsedConfig parse(@Nullable String appenderName) {
        sinceParse.clear();
        List<String> mistakes = new ArrayList<>(frameworkMistakes);
        mistakes.addAll(repeats.values());
        return new ConfigParser(texts, sinks, mistakes, whenMissing).parse(appenderName);
    }
}
