package io.logferry.sink.tcp;

import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Which collectors to send to. Immutable.
 *
 * @param endpoints tried in turn, at least one
 */
public record TcpSinkConfig(List<Endpoint> endpoints) implements SinkConfig {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public TcpSinkConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("endpoints= is empty, allowed is host:port,host:port,...");
        }
    }

    /**
     * Reads the endpoints as users write them: {@code collector-1:4560,[::1]:4560}.
     *
     * @throws IllegalArgumentException if that is not what the text holds; its message names every mistake
     */
    public static TcpSinkConfig parse(String endpoints) {
        if (endpoints.isBlank()) {
            return new TcpSinkConfig(List.of());
        }
        int at = endpoints.lastIndexOf('@');
        if (at >= 0) { // a password may be before it, with commas and all
            throw new IllegalArgumentException("endpoint=***" + endpoints.substring(at)
                    + " is none, allowed are host:port and [IPv6 address]:port, without a user");
        }
        List<Endpoint> parsed = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        for (String text : endpoints.split(",", -1)) {
            try {
                parsed.add(Endpoint.parse(text.strip()));
            } catch (IllegalArgumentException mistake) {
                mistakes.add(mistake.getMessage());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
        return new TcpSinkConfig(parsed);
    }

    @Override
    public Sink newSink(ThreadFactory threads) {
        return new TcpSink(this, threads);
    }
}
