package io.logferry.sink.tcp;

import io.logferry.sink.Endpoint;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkConfig;
import io.logferry.tls.Secret;
import io.logferry.tls.TlsConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Which collectors to send to. Immutable.
 *
 * @param endpoints the preferred one first, at least one
 * @param strategy whether one of them gets everything, or each a part
 * @param tls null for plaintext
 * @param sharedKey what is proved to a collector that asks for it, null for nothing; only with TLS
 */
public record TcpSinkConfig(
        List<Endpoint> endpoints,
        Strategy strategy,
        @Nullable TlsConfig tls,
        @Nullable Secret sharedKey) implements SinkConfig {
    /** What to do with several collectors. */
    public enum Strategy {
        /** Send to the first that answers, and go back to the preferred one when it can be reached again. */
        FAILOVER,
        /** Send over several connections at a time, each a stream of its own that prefers another collector. */
        SPREAD
    }

    private static final String TLS = "tls";

    /** One name may stand for many collectors, and how many is known only later. */
    private static final int LEAST_LANES_TO_SPREAD = 2;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty, or there is a sharedKey without tls
     */
    public TcpSinkConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("endpoints= is empty, allowed is host:port,host:port,...");
        }
        if (sharedKey != null && tls == null) {
            throw new IllegalArgumentException("a sharedKey is allowed only with tls, which is not set");
        }
    }

    /**
     * Reads the element's texts: {@code endpoints}, without which there is nothing to read; {@code strategy}; {@code tls}, which may be left out where there is
     * {@code tls.trustFile}, and what else {@link TlsConfig#client} reads, {@code sharedKey} or {@code sharedKeyFile}.
     *
     * @param mistakes takes what is wrong
     * @return null if something is
     */
    public static @Nullable TcpSinkConfig parse(Map<String, String> texts, List<String> mistakes) {
        int mistakesBefore = mistakes.size();
        Strategy strategy = strategy(texts.getOrDefault("strategy", "failover"), mistakes);
        TlsConfig tls = tls(texts, mistakes);
        Secret sharedKey = sharedKey(texts, mistakes);
        String endpoints = texts.get("endpoints");
        try {
            TcpSinkConfig parsed = endpoints == null ? null : parse(endpoints);
            return parsed == null || mistakes.size() > mistakesBefore || isHalf(texts)
                    ? null
                    : new TcpSinkConfig(parsed.endpoints(), strategy, tls, sharedKey);
        } catch (IllegalArgumentException wrong) {
            mistakes.add("tcpSink.endpoints: " + wrong.getMessage());
            return null;
        }
    }

    private static Strategy strategy(String text, List<String> mistakes) {
        if (!text.equals("failover") && !text.equals("spread")) {
            mistakes.add("tcpSink.strategy=" + text + " is not allowed, allowed is failover or spread");
        }
        return text.equals("spread") ? Strategy.SPREAD : Strategy.FAILOVER;
    }

    /** A missing trustFile is a mistake already. */
    private static boolean isHalf(Map<String, String> texts) {
        return isEncrypted(texts) && !texts.containsKey("tls.trustFile");
    }

    /** Whatever is given for TLS means it: nothing goes out in the clear because the element itself was left out. */
    private static boolean isEncrypted(Map<String, String> texts) {
        return texts.keySet().stream().anyMatch(name -> name.equals(TLS) || name.startsWith("tls."));
    }

    private static @Nullable TlsConfig tls(Map<String, String> texts, List<String> mistakes) {
        Map<String, String> own = new LinkedHashMap<>();
        texts.forEach((name, text) -> {
            if (name.startsWith("tls.")) {
                own.put(name.substring("tls.".length()), text);
            }
        });
        if (!texts.containsKey(TLS) && isHalf(texts)) {
            mistakes.add(tlsName("trustFile") + " is missing, allowed are a file and " + TlsConfig.SYSTEM);
        }
        return isEncrypted(texts) ? TlsConfig.client(own, TcpSinkConfig::tlsName, mistakes) : null;
    }

    /** As messages show it. */
    static String tlsName(String name) {
        return "tcpSink.tls." + name;
    }

    private static @Nullable Secret sharedKey(Map<String, String> texts, List<String> mistakes) {
        Secret key = Secret.parse(texts, "sharedKey", name -> "tcpSink." + name, mistakes);
        if (key != null) {
            try {
                Protection.read(key);
            } catch (IllegalArgumentException unusable) {
                mistakes.add((key.file() == null ? "tcpSink.sharedKey: " : "tcpSink.sharedKeyFile: ")
                        + unusable.getMessage());
            }
            if (!isEncrypted(texts)) {
                mistakes.add("a shared key is given without tcpSink.tls: it is used only over TLS");
            }
        }
        return key;
    }

    /**
     * Reads the endpoints as users write them: {@code collector-1:4560,[::1]:4560,srv:_logferry._tcp.example.com}.
     *
     * @throws IllegalArgumentException if that is not what the text holds; its message names every mistake
     */
    public static TcpSinkConfig parse(String endpoints) {
        return new TcpSinkConfig(
                endpoints.isBlank() ? List.of() : Endpoint.parseAllAndServices(endpoints),
                Strategy.FAILOVER,
                null,
                null);
    }

    @Override
    public Sink newSink(int lane, ThreadFactory threads) {
        return new TcpSink(this, lane, threads);
    }

    @Override
    public int lanes() {
        return strategy == Strategy.SPREAD ? Math.max(LEAST_LANES_TO_SPREAD, endpoints.size()) : 1;
    }
}
