package io.logferry.sink;

import java.util.Locale;
import java.util.regex.Pattern;

/** What messages may show of a configuration. Any thread. */
public final class Secrets {
    /** Holds for every property that Kafka's clients take for a password, and for what else may be named like one. */
    private static final Pattern NAME =
            Pattern.compile("password|passphrase|secret|jaas|key|token|credential|certificate");

    private Secrets() {}

    /**
     * An element's text as messages may show it: nothing of it if the element's name says that it may be a secret (and
     * not the file that it is in), and nothing before an at sign, where a password may be.
     */
    public static String masked(String element, String text) {
        if (!element.endsWith("File")
                && NAME.matcher(element.toLowerCase(Locale.ROOT)).find()) {
            return "***";
        }
        int at = text.lastIndexOf('@');
        return at < 0 ? text : "***" + text.substring(at);
    }
}
