package io.logferry.broker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate authority that lives as long as this object: issues certificates within milliseconds, also ones that are
 * wrong on purpose. Immutable.
 */
public final class CertificateAuthority {
    private static final byte[] ECDSA_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] IS_AUTHORITY = HexFormat.of().parseHex("300f0603551d130101ff040530030101ff");
    private static final byte[] OTHER_NAMES = HexFormat.of().parseHex("0603551d11");
    private static final byte[] VERSION_3 = HexFormat.of().parseHex("a003020102");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;
    private static final int DNS_NAME = 0x82;
    private static final int ADDRESS = 0x87;

    private final String name;
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    /** A key with its certificate and the authority's. */
    public record Issued(PrivateKey key, List<X509Certificate> chain) {
        /** Writes the chain and the key (PKCS#8) as PEM. */
        public void writePem(Path certificateFile, Path keyFile) throws IOException {
            CertificateAuthority.writePem(certificateFile, chain);
            Files.write(keyFile, pem("PRIVATE KEY", key.getEncoded()).getBytes(StandardCharsets.US_ASCII));
        }

        /** Writes both as PKCS12. */
        public void writePkcs12(Path file, String password) throws IOException {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("own", key, password.toCharArray(), chain.toArray(Certificate[]::new));
                write(store, file, password);
            } catch (GeneralSecurityException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        }
    }

    /** An authority with this common name. */
    public CertificateAuthority(String name) {
        this.name = name;
        Instant now = Instant.now();
        this.certificate = sign(name, keys, now.minus(1, ChronoUnit.DAYS), now.plus(1, ChronoUnit.DAYS), IS_AUTHORITY);
    }

    /** A certificate for a day, for these names and addresses. */
    public Issued issue(String commonName, String... namesAndAddresses) {
        return issue(Instant.now().plus(1, ChronoUnit.DAYS), commonName, namesAndAddresses);
    }

    /** A certificate that ended an hour ago. */
    public Issued issueExpired(String commonName, String... namesAndAddresses) {
        return issue(Instant.now().minus(1, ChronoUnit.HOURS), commonName, namesAndAddresses);
    }

    private Issued issue(Instant until, String commonName, String... namesAndAddresses) {
        KeyPair own = newKeys();
        Instant from = Instant.now().minus(1, ChronoUnit.DAYS);
        byte[] names = namesAndAddresses.length == 0 ? new byte[0] : otherNames(namesAndAddresses);
        return new Issued(own.getPrivate(), List.of(sign(commonName, own, from, until, names), certificate));
    }

    /** Writes the authority's certificate as PEM, for those who trust it. */
    public void writeTrustPem(Path file) throws IOException {
        writePem(file, List.of(certificate));
    }

    /** Writes the authority's certificate as PKCS12, for those who trust it. */
    public void writeTrustPkcs12(Path file, String password) throws IOException {
        write(trusting(), file, password);
    }

    /** A key store that trusts the authority. */
    public KeyStore trusting() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("trusted", certificate);
            return store;
        } catch (GeneralSecurityException | IOException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private X509Certificate sign(String commonName, KeyPair own, Instant from, Instant until, byte[] extension) {
        BigInteger serial = new BigInteger(62, new java.util.Random());
        byte[] validity = der(SEQUENCE, time(from), time(until));
        byte[] extensions = extension.length == 0 ? extension : der(0xA3, der(SEQUENCE, extension));
        byte[] content = der(
                SEQUENCE,
                VERSION_3,
                der(2, serial.toByteArray()),
                ECDSA_SHA256,
                name(name),
                validity,
                name(commonName),
                own.getPublic().getEncoded(),
                extensions);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            byte[] signed = der(SEQUENCE, content, ECDSA_SHA256, der(3, new byte[1], signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static byte[] name(String commonName) {
        byte[] text = der(0x0C, commonName.getBytes(StandardCharsets.UTF_8));
        return der(SEQUENCE, der(0x31, der(SEQUENCE, COMMON_NAME, text)));
    }

    private static byte[] time(Instant time) {
        return der(0x18, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] otherNames(String... namesAndAddresses) {
        byte[][] names = new byte[namesAndAddresses.length][];
        for (int i = 0; i < names.length; i++) {
            String each = namesAndAddresses[i];
            try {
                boolean isAddress = each.matches("[0-9.]+|.*:.*");
                names[i] = isAddress
                        ? der(ADDRESS, InetAddress.getByName(each).getAddress())
                        : der(DNS_NAME, each.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException noAddress) {
                throw new UncheckedIOException(noAddress);
            }
        }
        return der(SEQUENCE, OTHER_NAMES, der(OCTETS, der(SEQUENCE, names)));
    }

    /** Tag, length, content. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteBuffer out = ByteBuffer.allocate(4 + length).put((byte) tag);
        if (length < 0x80) {
            out.put((byte) length);
        } else if (length < 0x100) {
            out.put((byte) 0x81).put((byte) length);
        } else {
            out.put((byte) 0x82).putShort((short) length);
        }
        byte[] der = new byte[out.put(content.toByteArray()).flip().remaining()];
        out.get(der);
        return der;
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static void writePem(Path file, List<X509Certificate> certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate each : certificates) {
            try {
                text.append(pem("CERTIFICATE", each.getEncoded()));
            } catch (GeneralSecurityException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        }
        Files.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static String pem(String type, byte[] bytes) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    private static void write(KeyStore store, Path file, String password) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
