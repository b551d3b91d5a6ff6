package io.logferry.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that wants TLS and a password. */
final class LoginTest {
    @TempDir
    static Path dir;

    private static KafkaCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = KafkaCluster.start(ClusterOptions.of(dir).withLogin("app", "right-one"));
        cluster.createTopic("logs", 1, Map.of());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void takesRecordsFromWhoKnowsThePassword_andTheConsoleConsumerPrintsThemAsLines() throws Exception {
        Records.send(cluster.clientProperties(), "logs", "{\"message\":\"one\"}", "{\"message\":\"zwölf\"}");
        assertEquals(List.of("{\"message\":\"one\"}", "{\"message\":\"zwölf\"}"), cluster.consoleConsumer("logs", 2));
    }

    @Test
    void refusesAnotherPassword() {
        Map<String, String> wrong = new HashMap<>(cluster.clientProperties());
        wrong.computeIfPresent("sasl.jaas.config", (key, value) -> value.replace("right", "wrong"));
        assertThrows(SaslAuthenticationException.class, () -> Records.send(wrong, "logs", "no"));
    }

    @Test
    void isNotTrustedByWhoHasNoTruststore() {
        Map<String, String> distrustful = new HashMap<>(cluster.clientProperties());
        distrustful.keySet().removeIf(key -> key.startsWith("ssl.truststore"));
        assertFalse(distrustful.isEmpty());
        assertThrows(SslAuthenticationException.class, () -> Records.send(distrustful, "logs", "no"));
    }
}
