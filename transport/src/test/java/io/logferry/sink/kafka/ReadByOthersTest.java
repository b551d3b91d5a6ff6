package io.logferry.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consumers that know nothing of us read plain JSON lines. */
class ReadByOthersTest {
    private static final List<String> LINES = IntStream.range(0, 500)
            .mapToObj(i -> "{\"@timestamp\":\"2026-11-20T10:00:00Z\",\"message\":\"übrig " + i + "\"}")
            .toList();

    private static KafkaCluster kafka;

    @BeforeAll
    static void fillTopic(@TempDir Path dir) throws Exception {
        kafka = KafkaCluster.start(ClusterOptions.of(dir));
        kafka.createTopic("app-logs", 1, Map.of());
        try (SinkDriver driver = new SinkDriver(kafka.clientProperties(), "app-logs").connected()) {
            driver.send(driver.frame(LINES.toArray(String[]::new)));
            driver.untilAcked(LINES.size() - 1);
        }
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void kafkasConsoleConsumerDoes() throws Exception {
        assertEquals(LINES, kafka.consoleConsumer("app-logs", LINES.size()));
    }

    @Test
    void kcatDoes() throws Exception {
        assumeTrue(isInstalled(), "kcat is not installed: an independent client, in C");
        List<String> command = List.of("kcat", "-C", "-e", "-q", "-t", "app-logs", "-b", kafka.bootstrapServers());
        assertEquals(LINES, output(command));
        command =
                List.of("kcat", "-C", "-c", "1", "-q", "-t", "app-logs", "-f", "%k %h", "-b", kafka.bootstrapServers());
        assertEquals(SinkDriver.STREAM + " logferry", output(command).get(0).substring(0, 45));
    }

    private static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kcat")));
    }

    private static List<String> output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] all = process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor());
        return new String(all, StandardCharsets.UTF_8).lines().toList();
    }
}
