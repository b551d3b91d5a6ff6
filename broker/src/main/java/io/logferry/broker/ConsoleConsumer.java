package io.logferry.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Kafka's own console consumer, a process of the broker's version. Any thread. */
final class ConsoleConsumer {
    static final String MAIN = "org.apache.kafka.tools.consumer.ConsoleConsumer";

    private ConsoleConsumer() {}

    /** The lines that it prints for the first so many records of the topic, or for those that come within 120 s. */
    static List<String> read(Path dir, Map<String, String> clientProperties, String topic, int count)
            throws IOException, InterruptedException {
        Path config = Files.createTempFile(dir, "console-", ".properties");
        Path out = Files.createTempFile(dir, "console-", ".out");
        Path log = Files.createTempFile(dir, "console-", ".log");
        Properties properties = new Properties();
        properties.putAll(clientProperties);
        try (var writer = Files.newBufferedWriter(config)) {
            properties.store(writer, null);
        }
        String servers = properties.getProperty("bootstrap.servers");
        List<String> args = List.of(
                "--bootstrap-server",
                servers,
                "--command-config",
                config.toString(),
                "--topic",
                topic,
                "--from-beginning",
                "--max-messages",
                "" + count,
                "--timeout-ms",
                "" + TimeUnit.SECONDS.toMillis(ClusterAdmin.DEADLINE_SECONDS));
        Process process = new ProcessBuilder(BrokerJvm.command(List.of("-Xmx128m"), MAIN, args))
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        if (!process.waitFor(2 * ClusterAdmin.DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0) {
            throw new IOException("console consumer failed: exit=" + process.exitValue() + BrokerJvm.endOf(log));
        }
        return Files.readAllLines(out, StandardCharsets.UTF_8);
    }
}
