package io.logferry.log4j2;

import io.logferry.ConfigText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.config.Node;
import org.jspecify.annotations.Nullable;

/**
 * Reads one element: Log4j goes on without an attribute or a child that does not exist, and leaves it in the node. One
 * thread.
 */
final class Attributes {
    private static final String WHEN_MISSING = "if one was given, Log4j has told before why it left it out";

    private final ConfigText text = new ConfigText(WHEN_MISSING);
    private final String prefix;
    private final Set<String> known = new TreeSet<>();

    /**
     * Begins an element.
     *
     * @param element as it is named in messages, empty for the appender itself
     */
    Attributes(String element) {
        this.prefix = element.isEmpty() ? "" : element + ".";
    }

    /** Takes an attribute, null if it is not given. */
    void set(String name, @Nullable String value) {
        known.add(name);
        if (value != null) {
            text.set(prefix + name, value);
        }
    }

    /** Takes a child that is allowed. */
    void allow(String child) {
        known.add(child);
    }

    /** Refuses what is left in the node; null if a program builds the element. */
    void refuseOthers(@Nullable Node node) {
        if (node == null) {
            return;
        }
        List<String> unknown = new ArrayList<>();
        Stream.concat(
                        node.getAttributes().keySet().stream().sorted(),
                        node.getChildren().stream().map(Node::getName))
                .forEach(name -> {
                    if (known.stream().anyMatch(name::equalsIgnoreCase)) {
                        text.refuse(prefix + name, prefix + name + " is given twice, allowed is one");
                    } else {
                        unknown.add(prefix + name);
                    }
                });
        if (!unknown.isEmpty()) {
            text.refuse(
                    prefix, "not known is " + String.join(", ", unknown) + ", allowed is " + String.join(", ", known));
        }
    }

    ConfigText text() {
        return text;
    }
}
