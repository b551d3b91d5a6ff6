package io.logferry.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A self-signed certificate for localhost and 127.0.0.1, and the truststore of those who trust it; made by the JDK's
 * keytool. Immutable.
 */
record Certificate(Path keystore, Path truststore) {
    static final String PASSWORD = "changeit";

    static Certificate create(Path dir) throws IOException, InterruptedException {
        Files.createDirectories(dir);
        Certificate made = new Certificate(dir.resolve("server.p12"), dir.resolve("trust.p12"));
        if (Files.exists(made.truststore)) {
            return made;
        }
        String file = dir.resolve("server.crt").toString();
        keytool(
                made.keystore,
                List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3650"),
                List.of("-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1"));
        keytool(made.keystore, List.of("-exportcert", "-rfc", "-file", file), List.of());
        keytool(made.truststore, List.of("-importcert", "-noprompt", "-file", file), List.of());
        return made;
    }

    private static void keytool(Path store, List<String> what, List<String> more)
            throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> where =
                List.of("-alias", "server", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", "" + store);
        List<String> command = Stream.of(List.of(tool), what, more, where)
                .flatMap(List::stream)
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool " + what.get(0) + " failed: exit=" + process.exitValue() + " " + said);
        }
    }

    Map<String, String> serverProperties(String prefix) {
        return prefixed(prefix + "ssl.keystore.", keystore);
    }

    Map<String, String> clientProperties() {
        return prefixed("ssl.truststore.", truststore);
    }

    private static Map<String, String> prefixed(String prefix, Path store) {
        return Stream.of(
                        Map.entry("type", "PKCS12"),
                        Map.entry("location", store.toString()),
                        Map.entry("password", PASSWORD))
                .collect(Collectors.toMap(entry -> prefix + entry.getKey(), Map.Entry::getValue));
    }
}
