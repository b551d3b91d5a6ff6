package io.logferry.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink against a real broker that asks for TLS and a SCRAM login. */
class KafkaSinkLoginTest {
    private static final String SECRET = "open-sesame";

    @Test
    void theRightPasswordDeliversAndAWrongOneIsAFailedSinkThatDoesNotTellIt(@TempDir Path dir) throws Exception {
        try (KafkaCluster kafka = KafkaCluster.start(ClusterOptions.of(dir).withLogin("app", SECRET))) {
            kafka.createTopic("login", 1, Map.of());
            try (SinkDriver driver = new SinkDriver(kafka.clientProperties(), "login").connected()) {
                driver.send(driver.frame("a"));
                driver.untilAcked(0);
            }
            expectFailure(kafka, jaas("wrong-" + SECRET), "SaslAuthentication");
            expectFailure(kafka, "no module of \"" + SECRET + "\";", "IllegalArgument");
            expectFailure(kafka, jaas("x").replace("password=\"x\"", "password=x " + SECRET), "producer can't be made");
            try (SinkDriver driver = new SinkDriver(
                    kafka.clientProperties(), "login", Map.of("ssl.truststore.location", "/nowhere/" + "trust.jks"))) {
                driver.connect();
                String reason = driver.nextReport();
                assertTrue(reason.contains("/nowhere/trust.jks"), reason);
            }
        }
    }

    private static String jaas(String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"app\" password=\""
                + password + "\";";
    }

    private static void expectFailure(KafkaCluster kafka, String jaas, String reason) {
        Map<String, String> config = Map.of("sasl.jaas.config", jaas);
        try (SinkDriver driver = new SinkDriver(kafka.clientProperties(), "login", config)) {
            driver.connect();
            String said = driver.nextReport();
            assertTrue(said.startsWith("disconnected") && said.contains(reason), said);
            assertFalse(said.contains(SECRET), said);
        }
    }
}
