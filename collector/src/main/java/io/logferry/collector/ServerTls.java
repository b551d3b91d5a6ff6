package io.logferry.collector;

import io.logferry.tls.TlsConfig;
import io.logferry.tls.TlsContext;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * What a new connection is encrypted with: the newest files that can be used. Connections that stand keep theirs. Any
 * thread.
 */
final class ServerTls {
    private static final System.Logger LOG = System.getLogger("io.logferry.collector");

    private final TlsContext context;

    /**
     * Reads the files.
     *
     * @throws IOException if they can't be used; its message is for people
     */
    ServerTls(TlsConfig config) throws IOException {
        context = new TlsContext(config);
        String mistake = context.refresh();
        if (mistake != null) {
            throw new IOException("cannot use TLS: " + mistake);
        }
    }

    /** Reads the files again; waits for the disk. */
    void refresh() {
        String mistake = context.refresh();
        if (mistake != null) {
            LOG.log(Level.WARNING, "the files of TLS changed and can't be used: " + mistake);
        }
    }

    /** The first handler of a new connection. Its deadline is the connection's, which covers the whole handshake. */
    SslHandler newHandler() {
        SslHandler handler = new SslHandler(context.serverEngine());
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** Why a handshake failed, as the log says it. */
    static String reason(Throwable failure) {
        return failure instanceof NotSslRecordException
                ? "it does not speak TLS, which this port asks for"
                : "the TLS handshake failed: " + failure.getMessage();
    }
}
