package io.logferry.sink.tcp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a collector listens. Immutable.
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
     * Reads one endpoint.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static Endpoint parse(String text) {
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
