package io.logferry.sink.tcp;

import io.logferry.sink.Endpoint;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

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
     * Reads the element's texts: {@code endpoints}, without which there is nothing to read.
     *
     * @param mistakes takes what is wrong
     * @return null if something is
     */
    public static @Nullable TcpSinkConfig parse(Map<String, String> texts, List<String> mistakes) {
        String endpoints = texts.get("endpoints");
        try {
            return endpoints == null ? null : parse(endpoints);
        } catch (IllegalArgumentException wrong) {
            mistakes.add("tcpSink.endpoints: " + wrong.getMessage());
            return null;
        }
    }

    /**
     * Reads the endpoints as users write them: {@code collector-1:4560,[::1]:4560}.
     *
     * @throws IllegalArgumentException if that is not what the text holds; its message names every mistake
     */
    public static TcpSinkConfig parse(String endpoints) {
        return new TcpSinkConfig(endpoints.isBlank() ? List.of() : Endpoint.parseAll(endpoints));
    }

    @Override
    public Sink newSink(int lane, ThreadFactory threads) {
        return new TcpSink(this, threads);
    }
}
