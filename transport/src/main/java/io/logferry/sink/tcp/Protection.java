package io.logferry.sink.tcp;

import io.logferry.sink.Endpoint;
import io.logferry.tls.Secret;
import io.logferry.tls.TlsConfig;
import io.logferry.tls.TlsContext;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * What a sink keeps strangers out with: TLS and the shared key, each as the files were when they could last be used. Any
 * thread.
 */
final class Protection {
    private final @Nullable TlsContext tls;
    private final @Nullable Secret secret;
    private final AtomicReference<@Nullable String> warning = new AtomicReference<>();
    private @Nullable SharedKey key; // guarded by this
    private @Nullable String keyMistake; // guarded by this

    /** Null for what is not wanted. Reads nothing yet. */
    Protection(@Nullable TlsConfig tls, @Nullable Secret secret) {
        this.tls = tls == null ? null : new TlsContext(tls, TcpSinkConfig::tlsName);
        this.secret = secret;
    }

    /** Reads a shared key. */
    static SharedKey read(Secret secret) {
        Path file = secret.file();
        return file == null ? SharedKey.of(secret.text()) : SharedKey.read(file);
    }

    /** Reads the files again; waits for the disk. */
    synchronized void refresh() {
        if (tls != null) {
            warn(tls.refresh());
        }
        if (secret != null) {
            String mistake = null;
            try {
                key = read(secret);
            } catch (IllegalArgumentException unusable) {
                if (Thread.currentThread().isInterrupted()) {
                    return; // an interrupted thread can read no file
                }
                mistake = "tcpSink.sharedKeyFile: " + unusable.getMessage();
            }
            if (mistake != null && !mistake.equals(keyMistake)) {
                warn(mistake + (key == null ? "" : "; what was read before stays in use"));
            }
            keyMistake = mistake;
        }
    }

    private void warn(@Nullable String mistake) {
        if (mistake != null) {
            warning.accumulateAndGet(mistake, (before, now) -> before == null ? now : before + "; " + now);
        }
    }

    /** What is to be told, once; null if nothing is. */
    @Nullable String takeWarning() {
        return warning.getAndSet(null);
    }

    /**
     * An engine for a new connection; null if there is to be no TLS.
     *
     * @throws IllegalStateException if its files could not be used yet
     */
    @Nullable SSLEngine engine(Endpoint endpoint) {
        return tls == null ? null : tls.clientEngine(endpoint.host(), endpoint.port());
    }

    /**
     * The shared key; null if there is none.
     *
     * @throws IllegalStateException if its file could not be used yet
     */
    synchronized @Nullable SharedKey key() {
        if (secret != null && key == null) {
            throw new IllegalStateException(keyMistake);
        }
        return key;
    }
}
