package io.logferry;

import io.logferry.sink.Secrets;
import io.logferry.sink.SinkConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as its user typed it: texts by element name, those inside another element as {@code spill.dir}.
 * Nothing is refused before {@link #parse}, which names all mistakes at once. One thread at a time.
 */
public final class ConfigText {
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, ConfigText> nested = new LinkedHashMap<>();
    private final Map<String, SinkKind> sinks = new LinkedHashMap<>();
    private final List<String> frameworkMistakes = new ArrayList<>();
    /** What is wrong with elements as they came, such as more than once. */
    private final Map<String, String> refused = new LinkedHashMap<>();

    /** Elements that came since the last parse. */
    private final Set<String> sinceParse = new HashSet<>();

    private final String whenMissing;

    /** How a sink's texts are read: as {@link #addSink} says. */
    record SinkKind(
            List<String> required, BiFunction<Map<String, String>, List<String>, @Nullable SinkConfig> parser) {}

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
            refused.remove(element);
        } else {
            String both = text.isEmpty()
                    ? ""
                    : ", " + Secrets.masked(element, before) + " and " + Secrets.masked(element, text.strip());
            refuse(element, element + " is given twice" + both + ", allowed is one");
        }
    }

    /** Takes what is wrong with an element as it came, as one sentence without a full stop. */
    public void refuse(String element, String sentence) {
        refused.put(element, sentence);
    }

    /**
     * Takes an element that has elements itself, which are named {@code spill.dir} already. They are read by {@link #parse},
     * so that none is lost that comes later.
     */
    public void setAll(String element, ConfigText inner) {
        set(element, "");
        nested.put(element, inner);
    }

    /**
     * Takes a sink; a second one is a mistake.
     *
     * @param element its element, whose texts are named {@code element.endpoints}
     * @param required names of those without which it is nothing; one as {@code tls.trustFile} only if {@code tls} is there
     * @param parser takes the texts below the element, without its name, and a list for mistakes, each one sentence
     *     that names the element; gives null if it found any, or if something required is not among the texts, which
     *     is a mistake already
     */
    public void addSink(
            String element,
            List<String> required,
            BiFunction<Map<String, String>, List<String>, @Nullable SinkConfig> parser) {
        sinks.put(element, new SinkKind(required, parser));
    }

    /** Takes a mistake that the framework found, as one sentence without a full stop. */
    public void addMistake(String sentence) {
        frameworkMistakes.add(sentence);
    }

    /** Checks everything. May be called again. */
    public ParsedConfig parse(@Nullable String appenderName) {
        Map<String, String> allTexts = new LinkedHashMap<>();
        Map<String, String> allRefused = new LinkedHashMap<>();
        collect(allTexts, allRefused);
        List<String> mistakes = new ArrayList<>(frameworkMistakes);
        mistakes.addAll(allRefused.values());
        return new ConfigParser(allTexts, sinks, mistakes, whenMissing).parse(appenderName);
    }

    private void collect(Map<String, String> allTexts, Map<String, String> allRefused) {
        sinceParse.clear();
        allTexts.putAll(texts);
        allRefused.putAll(refused);
        nested.values().forEach(inner -> inner.collect(allTexts, allRefused));
    }
}
