package io.logferry.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a destination listens. Immutable.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param port from 1 to 65535
 */
public record Endpoint(String host, int port) {
    private static final Pattern TEXT =
            Pattern.compile("(?:\\[([0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*(?:%[\\w.-]+)?)]" + "|([^\\s:/@\\[\\]]+)):(\\d{1,9})");
    private static final int MAX_PORT = 65_535;

    /**
     * Checks the port.
     *
     * @throws IllegalArgumentException if the port is none
     */
    public Endpoint {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port=" + port + " of host=" + host + ", allowed are 1 to " + MAX_PORT);
        }
    }

    /**
     * Reads endpoints as users write them: {@code collector-1:4560,[::1]:4560}.
     *
     * @throws IllegalArgumentException if that is not what the text holds; its message names every mistake
     */
    public static List<Endpoint> parseAll(String texts) {
        int at = texts.lastIndexOf('@');
        if (at >= 0) { // a password may be before it, with commas and all
            throw new IllegalArgumentException("endpoint=***" + texts.substring(at)
                    + " is none, allowed are host:port and [IPv6 address]:port, without a user");
        }
        List<Endpoint> parsed = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        for (String text : texts.split(",", -1)) {
            try {
                parsed.add(parse(text.strip()));
            } catch (IllegalArgumentException mistake) {
                mistakes.add(mistake.getMessage());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
        return parsed;
    }

    private static Endpoint parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "endpoint=" + text + " is none, allowed are host:port and [IPv6 address]:port");
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new Endpoint(host, Integer.parseInt(matcher.group(3)));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
