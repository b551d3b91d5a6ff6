package io.logferry.examples.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over SASL_SSL, with a password that is wrong at first. */
@Tag("chaos")
@Timeout(300)
class KafkaLoginTest {
    private static final int EVENTS = 20_000;
    private static final String PASSWORD = "correct-horse";

    @TempDir
    Path dir;

    @Test
    void aRefusedLoginIsSaidWithoutTheSecretAndSpilledUntilItIsAccepted() throws Exception {
        try (KafkaCluster kafka =
                KafkaCluster.start(ClusterOptions.of(dir.resolve("kafka")).withLogin("app", "of-another-app"))) {
            kafka.createTopic("login", 1, Map.of());
            Map<String, String> properties = new HashMap<>(kafka.clientProperties());
            properties.computeIfPresent("sasl.jaas.config", (name, jaas) -> jaas.replace("of-another-app", PASSWORD));
            String xml = Configuration.xml(
                    Configuration.kafkaSink(properties, "login"),
                    Configuration.spill(dir.resolve("spill")),
                    "<ringCapacity>65536</ringCapacity>",
                    "<shutdownTimeoutMillis>60000</shutdownTimeoutMillis>");
            try (ApplicationJvm application = new ApplicationJvm(dir, "life", xml)) {
                application.tell("log " + EVENTS).assertAccepted(EVENTS);
                Await.until(() -> application.tell("stats").of("onDisk") == EVENTS, () -> "not on disk");
                Await.until(
                        () -> application.status().contains("SaslAuthenticationException"), () -> "nothing is said");
                assertFalse(application.status().contains(PASSWORD), "the secret is shown");
                changePassword(kafka);
                application.tell("drain");
                application.tell("stop").assertAllAcked();
                assertFalse(application.status().contains(PASSWORD), "the secret is shown");
                assertEquals(0, application.end("return"));
            }
            Consumed consumed = Consumed.of(properties, "login");
            consumed.assertWhole();
            consumed.events.assertComplete(dir);
        }
    }

    /** Brokers go by the new one at once. */
    private static void changePassword(KafkaCluster kafka) throws Exception {
        try (Admin admin = Admin.create(new HashMap<>(kafka.clientProperties()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "app", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
        }
    }
}
