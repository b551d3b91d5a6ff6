package io.logferry.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of PEM blocks; what stands between them is for people. Immutable. */
final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** A block; what it holds is Base64, as a rule. */
    private record Block(String type, String text) {
        byte[] content() throws UnusableException {
            if (text.contains("Proc-Type:")) { // OpenSSL's own encryption, of which only the key is encrypted
                throw new UnusableException(
                        "is encrypted in OpenSSL's old way, allowed is PKCS#8: " + PrivateKeys.CONVERT);
            }
            try {
                return Base64.getDecoder().decode(text.replaceAll("\\s+", ""));
            } catch (IllegalArgumentException wrong) {
                throw new UnusableException("has a block that is no Base64: " + type);
            }
        }
    }

    private final List<Block> blocks;

    private Pem(List<Block> blocks) {
        this.blocks = blocks;
    }

    static Pem parse(byte[] bytes) throws UnusableException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        int at = text.indexOf(BEGIN);
        if (at < 0) {
            throw new UnusableException(
                    text.isBlank() ? "is empty" : "is neither PEM nor PKCS12 (a JKS store: keytool -importkeystore)");
        }
        while (at >= 0) {
            int typeEnd = text.indexOf(DASHES, at + BEGIN.length());
            String type = typeEnd < 0 ? "" : text.substring(at + BEGIN.length(), typeEnd);
            int end = typeEnd < 0 ? -1 : text.indexOf(END + type + DASHES, typeEnd + DASHES.length());
            if (end < 0) {
                throw new UnusableException("is cut off: it has a PEM block without an end");
            }
            blocks.add(new Block(type, text.substring(typeEnd + DASHES.length(), end)));
            at = text.indexOf(BEGIN, end);
        }
        return new Pem(blocks);
    }

    /** All certificates, at least one, in their order. */
    List<X509Certificate> certificates() throws UnusableException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.type().equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
                }
            }
        } catch (CertificateException broken) {
            throw new UnusableException("holds a certificate that is damaged: " + broken.getMessage());
        }
        if (certificates.isEmpty()) {
            throw new UnusableException("holds no certificate, but " + types());
        }
        return certificates;
    }

    /** The one key. */
    PrivateKey key(@Nullable String password, String passwordNames) throws UnusableException {
        List<Block> keys = blocks.stream()
                .filter(block -> block.type().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new UnusableException(
                    keys.isEmpty() ? "holds no private key, but " + types() : "holds several keys, allowed is one");
        }
        byte[] content = keys.get(0).content();
        try {
            return switch (keys.get(0).type()) {
                case "PRIVATE KEY" -> PrivateKeys.ofPkcs8(content);
                case "RSA PRIVATE KEY" -> PrivateKeys.ofPkcs8(Pkcs8.ofRsa(content));
                case "EC PRIVATE KEY" -> PrivateKeys.ofPkcs8(Pkcs8.ofEc(content));
                case "ENCRYPTED PRIVATE KEY" -> {
                    if (password == null) {
                        throw new UnusableException("is encrypted and needs " + passwordNames);
                    }
                    yield PrivateKeys.ofEncrypted(content, password, passwordNames);
                }
                default ->
                    throw new UnusableException(
                            "holds a block " + keys.get(0).type() + ", allowed is PKCS#8: " + PrivateKeys.CONVERT);
            };
        } catch (GeneralSecurityException | RuntimeException unsupported) {
            throw new UnusableException(
                    "holds a key that this JVM cannot use, allowed are RSA, EC and Ed25519: " + unsupported);
        }
    }

    private String types() {
        return String.join(", ", blocks.stream().map(Block::type).toList());
    }
}
