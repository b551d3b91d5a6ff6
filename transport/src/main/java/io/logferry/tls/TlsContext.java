package io.logferry.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Makes engines, each out of the newest files that can be used. Any thread. */
public final class TlsContext {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final TlsConfig config;
    private final UnaryOperator<String> names;
    private @Nullable TlsFiles tried; // guarded by this
    private volatile String mistake = "its files were not read yet";
    private volatile @Nullable SSLContext current;

    /** Reads nothing yet: {@link #refresh} does. */
    public TlsContext(TlsConfig config) {
        this(config, UnaryOperator.identity());
    }

    /**
     * As above.
     *
     * @param names gives the name of a configuration's text, such as keyFile, as messages show it
     */
    public TlsContext(TlsConfig config, UnaryOperator<String> names) {
        this.config = config;
        this.names = names;
    }

    /**
     * Reads the files again, and takes what they hold if it changed and can be used. Waits for the disk.
     *
     * @return null, or one sentence without a full stop that is to be told: why the files, which changed, are not used
     */
    public synchronized @Nullable String refresh() {
        TlsFiles files = TlsFiles.read(config);
        if (Thread.currentThread().isInterrupted() || (tried != null && files.sameAs(tried))) {
            return null; // the files are not to blame for what an interrupted thread cannot read
        }
        tried = files;
        List<String> mistakes = new ArrayList<>();
        try {
            SSLContext loaded = new TlsMaterial(config, files, names).load(mistakes);
            if (loaded != null) {
                current = loaded;
                return null;
            }
        } catch (RuntimeException unexpected) { // whatever is in a file, the caller goes on with what it had
            mistakes.add("the files can't be used: " + unexpected);
        }
        mistake = String.join("; ", mistakes);
        return mistake + (current == null ? "" : "; what was read before stays in use");
    }

    /**
     * Makes a client's engine.
     *
     * @param host the name that the server's certificate must have
     * @throws IllegalStateException if no files could be used yet
     */
    public SSLEngine clientEngine(String host, int port) {
        String name = host.replaceFirst("(%.*|\\.)$", ""); // neither a zone nor the root's dot is in a certificate
        SSLEngine engine = context().createSSLEngine(name, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine);
        if (config.verifyHostname()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!name.contains(":") && !name.matches("[0-9.]+")) { // addresses are not sent
            try {
                parameters.setServerNames(List.of(new SNIHostName(name)));
            } catch (IllegalArgumentException notAllowedThere) { // such as one with an underscore
            }
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * Makes a server's engine; clients need a certificate if there is a trustFile.
     *
     * @throws IllegalStateException if no files could be used yet
     */
    public SSLEngine serverEngine() {
        SSLEngine engine = context().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(engine);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNeedClientAuth(config.trustFile() != null);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLParameters parameters(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        return parameters;
    }

    private SSLContext context() {
        SSLContext context = current;
        if (context == null) {
            throw new IllegalStateException("TLS cannot be used: " + mistake);
        }
        return context;
    }
}
