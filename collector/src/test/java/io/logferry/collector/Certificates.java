package io.logferry.collector;

import io.logferry.broker.CertificateAuthority;
import io.logferry.broker.CertificateAuthority.Issued;
import io.logferry.tls.TlsConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A collector's certificate in files, and clients that trust its authority. Test thread only. */
final class Certificates {
    private static final char[] NO_PASSWORD = "unused".toCharArray();

    final CertificateAuthority authority = new CertificateAuthority("Logferry test authority");
    final Path certificateFile;
    final Path keyFile;
    final Path trustFile;

    Certificates(Path dir) throws IOException {
        certificateFile = dir.resolve("collector.pem");
        keyFile = certificateFile;
        trustFile = dir.resolve("authority.pem");
        authority.writeTrustPem(trustFile);
        renew();
    }

    /** Replaces the collector's files. */
    Issued renew() throws IOException {
        Issued issued = authority.issue("collector", "localhost", "127.0.0.1");
        show(issued);
        return issued;
    }

    /** Replaces the collector's file: one for certificate and key, so that it is never read with half of them. */
    void show(Issued issued) throws IOException {
        Path certificate = certificateFile.resolveSibling("new.pem");
        Path key = certificateFile.resolveSibling("new.key");
        issued.writePem(certificate, key);
        Files.writeString(certificate, Files.readString(key), StandardOpenOption.APPEND);
        Files.move(certificate, certificateFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** TLS that asks clients for nothing. */
    TlsConfig config() {
        return config(Map.of());
    }

    /** TLS for clients with a certificate of the authority. */
    TlsConfig configForCertifiedClients() {
        return config(Map.of("trustFile", trustFile.toString()));
    }

    private TlsConfig config(Map<String, String> more) {
        Map<String, String> texts = new HashMap<>(more);
        texts.put("certificateFile", certificateFile.toString());
        texts.put("keyFile", keyFile.toString());
        return config(texts, new ArrayList<>());
    }

    static TlsConfig config(Map<String, String> texts, List<String> mistakes) {
        TlsConfig config = TlsConfig.server(texts, name -> name, mistakes);
        if (config == null) {
            throw new AssertionError("mistakes: " + mistakes);
        }
        return config;
    }

    /** Connects and shakes hands; with all of the JDK's protocols unless some are named. */
    SSLSocket connect(InetSocketAddress address, @Nullable Issued own, String... protocols) throws IOException {
        Socket plain = new Socket(address.getAddress(), address.getPort());
        SSLSocket socket = (SSLSocket) context(own).getSocketFactory().createSocket(plain, "localhost", 0, true);
        socket.setSoTimeout(30_000);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return socket;
    }

    private SSLContext context(@Nullable Issued own) throws IOException {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(authority.trusting());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own == null ? null : keys(own), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static KeyManager[] keys(Issued own) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.key(), NO_PASSWORD, own.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, NO_PASSWORD);
        return keys.getKeyManagers();
    }
}
