package io.logferry.sink.tcp;

import io.logferry.broker.CertificateAuthority;
import io.logferry.tls.TlsConfig;
import io.logferry.tls.TlsContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server's side of TLS, with Java's own sockets, and the files of clients that trust it. Any thread.
 *
 * @param context what the server shows and trusts
 * @param version the only one that it speaks
 * @param asksClients whether it wants their certificate
 * @param dir where trust.pem, own.pem, key.pem are: the authority and a client's certificate
 */
record TestTls(SSLContext context, String version, boolean asksClients, Path dir) {
    static final CertificateAuthority AUTHORITY = new CertificateAuthority("authority");
    private static final Path DIR = files();
    private static final SSLContext KNOWN = context(AUTHORITY.issue("collector", "localhost", "127.0.0.1"));

    /** A collector whose certificate is fine. */
    static TestTls of(String version) {
        return new TestTls(KNOWN, version, false, DIR);
    }

    /** One with another certificate. */
    TestTls showing(CertificateAuthority.Issued own) {
        return new TestTls(context(own), version, asksClients, dir);
    }

    TestTls askingClients() {
        return new TestTls(context, version, true, dir);
    }

    private static Path files() {
        try {
            Path dir = Files.createTempDirectory("logferry-tls");
            AUTHORITY.writeTrustPem(dir.resolve("trust.pem"));
            AUTHORITY.issue("client", "localhost").writePem(dir.resolve("own.pem"), dir.resolve("key.pem"));
            dir.toFile().deleteOnExit();
            for (String name : new String[] {"trust.pem", "own.pem", "key.pem"}) {
                dir.resolve(name).toFile().deleteOnExit();
            }
            return dir;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static SSLContext context(CertificateAuthority.Issued own) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", own.key(), new char[0], own.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
            trusted.init(AUTHORITY.trusting());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    /** The server's end of an accepted connection; hands are shaken when it is first read or written. */
    SSLSocket over(Socket accepted) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(accepted, "client", 1, true);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(new String[] {version});
        socket.setNeedClientAuth(asksClients);
        return socket;
    }

    /** A client that trusts the authority and has no certificate. */
    TlsConfig client() {
        return new TlsConfig(dir.resolve("trust.pem"), null, null, null, null, true);
    }

    /** A client with a certificate of the authority's. */
    TlsConfig clientWithCertificate() {
        return new TlsConfig(
                dir.resolve("trust.pem"), null, dir.resolve("own.pem"), dir.resolve("key.pem"), null, true);
    }

    /** Null for null. */
    static @Nullable TlsConfig clientOf(@Nullable TestTls server) {
        return server == null ? null : server.client();
    }

    /** Engines made of files, as the sink makes its own. */
    TlsContext contextOf(TlsConfig config) {
        TlsContext made = new TlsContext(config);
        String mistake = made.refresh();
        if (mistake != null) {
            throw new AssertionError(mistake);
        }
        return made;
    }

    @Override
    public String toString() {
        return version;
    }
}
