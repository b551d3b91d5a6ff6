package io.logferry.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a destination listens, or where that can be looked up. Immutable.
 *
 * @param host a name or an address; an IPv6 address without its brackets; or the name of a service's SRV records
 * @param port from 1 to 65535; 0 for a service, whose ports are in its records
 */
public record Endpoint(String host, int port) {
    private static final Pattern TEXT =
            Pattern.compile("(?:\\[([0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*(?:%[\\w.-]+)?)]" + "|([^\\s:/@\\[\\]]+)):(\\d{1,9})");
    private static final Pattern SERVICE = Pattern.compile(
            "srv:(?=.{1,253}$)(_[A-Za-z0-9-]{1,62}\\._tcp(?:\\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62}))+)\\.?");
    private static final int MAX_PORT = 65_535;

    /**
     * Checks the port.
     *
     * @throws IllegalArgumentException if the port is none
     */
    public Endpoint {
        boolean isService = port == 0 && host.startsWith("_");
        if (!isService && (port < 1 || port > MAX_PORT)) {
            throw new IllegalArgumentException(notAPort(host, port));
        }
    }

    private static String notAPort(String host, int port) {
        return "port=" + port + " of host=" + host + ", allowed are 1 to " + MAX_PORT;
    }

    /** Tells whether it is a service, to be looked up in its SRV records. */
    public boolean isService() {
        return port == 0;
    }

    /**
     * Reads endpoints as users write them: {@code collector-1:4560,[::1]:4560}.
     *
     * @throws IllegalArgumentException if that is not what the text holds; its message names every mistake
     */
    public static List<Endpoint> parseAll(String texts) {
        return parseAll(texts, "host:port and [IPv6 address]:port", Endpoint::parse);
    }

    /**
     * As {@link #parseAll(String)}, and with services: {@code srv:_logferry._tcp.example.com}.
     *
     * @throws IllegalArgumentException if that is not what the text holds; its message names every mistake
     */
    public static List<Endpoint> parseAllAndServices(String texts) {
        return parseAll(texts, "host:port, [IPv6 address]:port and srv:_service._tcp.domain", text -> {
            Matcher service = SERVICE.matcher(text);
            return service.matches() ? new Endpoint(service.group(1), 0) : parse(text);
        });
    }

    private static List<Endpoint> parseAll(String texts, String allowed, Function<String, @Nullable Endpoint> parser) {
        int at = texts.lastIndexOf('@');
        if (at >= 0) { // a password may be before it, with commas and all
            throw new IllegalArgumentException(
                    "endpoint=***" + texts.substring(at) + " is none, allowed are " + allowed + ", without a user");
        }
        List<Endpoint> parsed = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        for (String text : texts.split(",", -1)) {
            try {
                Endpoint endpoint = parser.apply(text.strip());
                if (endpoint == null) {
                    mistakes.add("endpoint=" + text.strip() + " is none, allowed are " + allowed);
                } else {
                    parsed.add(endpoint);
                }
            } catch (IllegalArgumentException mistake) {
                mistakes.add(mistake.getMessage());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
        return parsed;
    }

    private static @Nullable Endpoint parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        int port = Integer.parseInt(matcher.group(3));
        if (port == 0) {
            throw new IllegalArgumentException(notAPort(host, port));
        }
        return new Endpoint(host, port);
    }

    @Override
    public String toString() {
        if (isService()) {
            return "srv:" + host;
        }
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
