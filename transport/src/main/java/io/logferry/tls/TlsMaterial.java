package io.logferry.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes an SSLContext of a configuration's files, or says what is wrong with them. One thread. */
final class TlsMaterial {
    private final TlsConfig config;
    private final TlsFiles files;
    private final UnaryOperator<String> names;

    TlsMaterial(TlsConfig config, TlsFiles files, UnaryOperator<String> names) {
        this.config = config;
        this.files = files;
        this.names = names;
    }

    /**
     * Makes it.
     *
     * @param mistakes takes what is wrong, each one sentence without a full stop
     * @return null if something is
     */
    @Nullable SSLContext load(List<String> mistakes) {
        int mistakesBefore = mistakes.size();
        TrustManager[] trusted = trusted(mistakes);
        KeyManager[] own = own(mistakes);
        if (mistakes.size() > mistakesBefore) {
            return null;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trusted, null);
            return context;
        } catch (GeneralSecurityException | RuntimeException unsupported) {
            mistakes.add("this JVM makes no TLS of " + shown("trustFile", config.trustFile()) + " and "
                    + shown("certificateFile", config.certificateFile()) + ": " + unsupported);
            return null;
        }
    }

    /** Null for those that the JVM trusts. */
    private TrustManager @Nullable [] trusted(List<String> mistakes) {
        Path file = config.trustFile();
        if (file == null) {
            return null;
        }
        String password = read(config.trustPassword(), "trustPasswordFile", mistakes);
        try {
            byte[] bytes = files.bytes(file);
            List<X509Certificate> certificates;
            if (Pkcs12.is(bytes)) {
                if (config.trustPassword() == null) {
                    throw new UnusableException("is PKCS12 and needs " + either("trustPassword"));
                }
                if (password == null) {
                    return null; // told already
                }
                certificates =
                        Pkcs12.open(bytes, password, either("trustPassword")).trusted();
            } else {
                certificates = Pem.parse(bytes).certificates();
                if (config.trustPassword() != null) {
                    throw new UnusableException("is PEM, which has no password: leave out " + either("trustPassword"));
                }
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("trusted-" + i, certificates.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return Fresh.of(factory.getTrustManagers());
        } catch (UnusableException wrong) {
            mistakes.add(shown("trustFile", file) + " " + wrong.getMessage());
        } catch (GeneralSecurityException | java.io.IOException | RuntimeException unsupported) {
            mistakes.add(shown("trustFile", file) + " cannot be used: " + unsupported);
        }
        return null;
    }

    /** Null for none. */
    private KeyManager @Nullable [] own(List<String> mistakes) {
        Path file = config.certificateFile();
        if (file == null) {
            return null;
        }
        String password = read(config.keyPassword(), "keyPasswordFile", mistakes);
        try {
            byte[] bytes = files.bytes(file);
            OwnKey own;
            if (!Pkcs12.is(bytes)) {
                own = ofPem(Pem.parse(bytes).certificates(), password, mistakes);
            } else if (config.keyFile() != null) {
                throw new UnusableException("is PKCS12, which holds the key too: leave out " + names.apply("keyFile"));
            } else if (config.keyPassword() == null) {
                throw new UnusableException("is PKCS12 and needs " + either("keyPassword"));
            } else {
                own = password == null
                        ? null
                        : Pkcs12.open(bytes, password, either("keyPassword")).own();
            }
            return own == null ? null : new KeyManager[] {own};
        } catch (UnusableException wrong) {
            mistakes.add(shown("certificateFile", file) + " " + wrong.getMessage());
        }
        return null;
    }

    private @Nullable OwnKey ofPem(List<X509Certificate> chain, @Nullable String password, List<String> mistakes)
            throws UnusableException {
        Path keyFile = config.keyFile();
        if (keyFile == null) {
            throw new UnusableException("is PEM and needs " + names.apply("keyFile"));
        }
        PrivateKey key;
        try {
            Pem pem = Pem.parse(files.bytes(keyFile));
            if (password == null && config.keyPassword() != null) {
                return null; // told already
            }
            key = pem.key(password, either("keyPassword"));
        } catch (UnusableException wrong) {
            mistakes.add(shown("keyFile", keyFile) + " " + wrong.getMessage());
            return null;
        }
        if (!OwnKey.fits(key, chain.get(0))) {
            throw new UnusableException(
                    "begins with a certificate that is not of the key in " + shown("keyFile", keyFile));
        }
        return new OwnKey(key, chain);
    }

    private @Nullable String read(@Nullable Secret secret, String fileName, List<String> mistakes) {
        if (secret == null) {
            return null;
        }
        Path file = secret.file();
        try {
            return secret.read(file == null ? new byte[0] : files.bytes(file));
        } catch (UnusableException wrong) {
            mistakes.add(shown(fileName, file) + " " + wrong.getMessage());
            return null;
        }
    }

    private String shown(String name, @Nullable Path file) {
        return names.apply(name) + "=" + file;
    }

    /** The two ways to give a password. */
    private String either(String name) {
        String shownName = names.apply(name);
        String fileName = names.apply(name + "File"); // the same where there is only one way
        return shownName.equals(fileName) ? fileName : shownName + " or " + fileName;
    }
}
