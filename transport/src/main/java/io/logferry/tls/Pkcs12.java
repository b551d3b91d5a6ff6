package io.logferry.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A PKCS12 store that is open. One thread. */
final class Pkcs12 {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final Set<String> ALGORITHMS = Set.of("RSA", "EC", "EdDSA");

    private final KeyStore store;
    private final String password;

    private Pkcs12(KeyStore store, String password) {
        this.store = store;
        this.password = password;
    }

    /** Tells whether the content looks like one: a sequence that begins with its version, a number. */
    static boolean is(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != SEQUENCE) {
            return false;
        }
        int inside = bytes[1] < 0 ? 2 + (bytes[1] & 0x7F) : 2; // its length may take several bytes
        return inside < bytes.length && bytes[inside] == INTEGER;
    }

    static Pkcs12 open(byte[] bytes, String password, String passwordNames) throws UnusableException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password.toCharArray());
            return new Pkcs12(store, password);
        } catch (IOException | GeneralSecurityException | RuntimeException broken) {
            throw new UnusableException(
                    broken.getCause() instanceof UnrecoverableKeyException
                            ? "does not open with this " + passwordNames
                            : "is damaged, or encrypted in a way that this JVM does not know: " + broken);
        }
    }

    /** The certificates that it holds as trusted. */
    List<X509Certificate> trusted() throws UnusableException {
        List<X509Certificate> trusted = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate one) {
                    trusted.add(one);
                }
            }
        } catch (GeneralSecurityException broken) {
            throw new UnusableException("is damaged: " + broken);
        }
        if (trusted.isEmpty()) {
            throw new UnusableException("holds no trusted certificate; a store for that is made by keytool -importcert,"
                    + " not by openssl pkcs12, or use PEM");
        }
        return trusted;
    }

    /** The one key that it holds, and its certificates. */
    OwnKey own() throws UnusableException {
        OwnKey own = null;
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getKey(alias, password.toCharArray()) instanceof PrivateKey key) {
                    if (own != null) {
                        throw new UnusableException("holds several keys, allowed is one");
                    }
                    own = own(key, store.getCertificateChain(alias));
                }
            }
        } catch (UnrecoverableKeyException other) {
            throw new UnusableException("has another password for its key than for itself, allowed is the same");
        } catch (GeneralSecurityException | RuntimeException broken) {
            throw new UnusableException("is damaged: " + broken);
        }
        if (own == null) {
            throw new UnusableException("holds no private key");
        }
        return own;
    }

    private static OwnKey own(PrivateKey key, Certificate[] certificates) throws UnusableException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : certificates) {
            chain.add((X509Certificate) certificate);
        }
        if (!ALGORITHMS.contains(key.getAlgorithm())) {
            throw new UnusableException(
                    "holds a key of algorithm=" + key.getAlgorithm() + ", allowed are RSA, EC and Ed25519");
        }
        if (!OwnKey.fits(key, chain.get(0))) {
            throw new UnusableException("holds a key that is not that of its certificate");
        }
        return new OwnKey(key, chain);
    }
}
