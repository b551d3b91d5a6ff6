package io.logferry.collector;

import io.logferry.sink.tcp.SharedKey;
import io.logferry.tls.TlsConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command line's options for TLS and the shared key. Main thread. */
final class TlsOptions {
    private static final String CERTIFICATE = "--tls-certificate";
    private static final String KEY = "--tls-key";
    private static final String KEY_PASSWORD = "--tls-key-password-file";
    private static final String TRUST = "--tls-client-trust";
    private static final String TRUST_PASSWORD = "--tls-client-trust-password-file";
    private static final Map<String, String> NAMES = Map.of(
            "certificateFile", CERTIFICATE,
            "keyFile", KEY,
            "keyPassword", KEY_PASSWORD,
            "keyPasswordFile", KEY_PASSWORD,
            "trustFile", TRUST,
            "trustPassword", TRUST_PASSWORD,
            "trustPasswordFile", TRUST_PASSWORD);

    @Option(
            names = CERTIFICATE,
            paramLabel = "FILE",
            description = "take only TLS, with this certificate and its chain: PEM, or PKCS12 with the key")
    private @Nullable String certificateFile;

    @Option(names = KEY, paramLabel = "FILE", description = "the certificate's key in PEM")
    private @Nullable String keyFile;

    @Option(
            names = KEY_PASSWORD,
            paramLabel = "FILE",
            description = "the key's or the PKCS12 file's password, in one line")
    private @Nullable String keyPasswordFile;

    @Option(
            names = TRUST,
            paramLabel = "FILE",
            description = "take only clients with a certificate that one of these vouches for: PEM or PKCS12")
    private @Nullable String trustFile;

    @Option(names = TRUST_PASSWORD, paramLabel = "FILE", description = "that PKCS12 file's password, in one line")
    private @Nullable String trustPasswordFile;

    @Option(
            names = "--shared-key-file",
            paramLabel = "FILE",
            description = "take only clients that have this key, at least 16 characters of text; needs TLS")
    private @Nullable Path sharedKeyFile;

    /** Adds TLS and the key to a configuration, or says what is wrong with them. */
    CollectorConfig applyTo(CollectorConfig plain, List<String> mistakes) {
        Map<String, String> texts = new HashMap<>();
        add("certificateFile", certificateFile, texts);
        add("keyFile", keyFile, texts);
        add("keyPasswordFile", keyPasswordFile, texts);
        add("trustFile", trustFile, texts);
        add("trustPasswordFile", trustPasswordFile, texts);
        TlsConfig tls =
                texts.isEmpty() ? null : TlsConfig.server(texts, name -> NAMES.getOrDefault(name, name), mistakes);
        SharedKey key = sharedKey(mistakes);
        return mistakes.isEmpty() ? plain.withTls(tls, key) : plain;
    }

    private static void add(String name, @Nullable String text, Map<String, String> texts) {
        if (text != null) {
            texts.put(name, text);
        }
    }

    private @Nullable SharedKey sharedKey(List<String> mistakes) {
        if (sharedKeyFile == null) {
            return null;
        }
        if (certificateFile == null) {
            mistakes.add("--shared-key-file is given without " + CERTIFICATE + ": a shared key is taken only over TLS");
            return null;
        }
        try {
            return SharedKey.read(sharedKeyFile);
        } catch (IllegalArgumentException unusable) {
            mistakes.add("--shared-key-file: " + unusable.getMessage());
            return null;
        }
    }
}
