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
    private static final Map<String, String> NAMES = Map.of(
            "certificateFile", "--tls-certificate",
            "keyFile", "--tls-key",
            "keyPassword", "--tls-key-password-file",
            "keyPasswordFile", "--tls-key-password-file",
            "trustFile", "--tls-client-trust",
            "trustPassword", "--tls-client-trust-password-file",
            "trustPasswordFile", "--tls-client-trust-password-file");

    private final Map<String, String> texts = new HashMap<>();
    private @Nullable Path sharedKeyFile;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "take only TLS, with this certificate and its chain: PEM, or PKCS12 with the key")
    void certificateFile(String file) {
        texts.put("certificateFile", file);
    }

    @Option(names = "--tls-key", paramLabel = "FILE", description = "the certificate's key in PEM")
    void keyFile(String file) {
        texts.put("keyFile", file);
    }

    @Option(
            names = "--tls-key-password-file",
            paramLabel = "FILE",
            description = "the key's or the PKCS12 file's password, in one line")
    void keyPasswordFile(String file) {
        texts.put("keyPasswordFile", file);
    }

    @Option(
            names = "--tls-client-trust",
            paramLabel = "FILE",
            description = "take only clients with a certificate that one of these vouches for: PEM or PKCS12")
    void trustFile(String file) {
        texts.put("trustFile", file);
    }

    @Option(
            names = "--tls-client-trust-password-file",
            paramLabel = "FILE",
            description = "that PKCS12 file's password, in one line")
    void trustPasswordFile(String file) {
        texts.put("trustPasswordFile", file);
    }

    @Option(
            names = "--shared-key-file",
            paramLabel = "FILE",
            description = "take only clients that have this key, at least 16 characters of text; needs TLS")
    void sharedKeyFile(Path file) {
        sharedKeyFile = file;
    }

    /** Adds TLS and the key to a configuration, or says what is wrong with them. */
    CollectorConfig applyTo(CollectorConfig plain, List<String> mistakes) {
        TlsConfig tls =
                texts.isEmpty() ? null : TlsConfig.server(texts, name -> NAMES.getOrDefault(name, name), mistakes);
        Path file = sharedKeyFile;
        SharedKey key = null;
        if (file != null && !texts.containsKey("certificateFile")) {
            mistakes.add("--shared-key-file is given without --tls-certificate: a shared key is taken only over TLS");
        } else if (file != null) {
            try {
                key = SharedKey.read(file);
            } catch (IllegalArgumentException unusable) {
                mistakes.add("--shared-key-file: " + unusable.getMessage());
            }
        }
        return mistakes.isEmpty() ? plain.withTls(tls, key) : plain;
    }
}
