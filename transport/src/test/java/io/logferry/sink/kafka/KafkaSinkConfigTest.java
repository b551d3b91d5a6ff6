package io.logferry.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.sink.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KafkaSinkConfigTest {
    private static final String SECRET = "s3cr3t";
    private static final String JAAS = """
            org.apache.kafka.common.security.scram.ScramLoginModule required
              username="app"
              password="%s;='@{";
            """.formatted(SECRET).strip();

    private final Map<String, String> texts = new HashMap<>(Map.of("bootstrapServers", "kafka:9092", "topic", "logs"));

    private KafkaSinkConfig valid() {
        List<String> mistakes = new ArrayList<>();
        KafkaSinkConfig config = KafkaSinkConfig.parse(texts, mistakes);
        assertEquals(List.of(), mistakes);
        return Objects.requireNonNull(config);
    }

    private List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        assertNull(KafkaSinkConfig.parse(texts, mistakes));
        return mistakes;
    }

    private String mistake() {
        List<String> mistakes = mistakes();
        assertEquals(1, mistakes.size(), mistakes.toString());
        return mistakes.get(0);
    }

    private void property(String name, String value) {
        texts.put("producerConfig." + name, value);
    }

    @Test
    void serversAndTopicAreEnough() {
        texts.put("bootstrapServers", "kafka-1:9092, [::1]:9093");
        texts.put("topic", "App_logs.v1-eu");
        assertEquals(new KafkaSinkConfig("kafka-1:9092,[::1]:9093", "App_logs.v1-eu", Map.of()), valid());
    }

    @Test
    void aHostThatIsNotKnownHereIsNoMistake() {
        texts.put("bootstrapServers", "no-such-host.invalid:9092");
        assertEquals("no-such-host.invalid:9092", valid().bootstrapServers());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kafka              | kafkaSink.bootstrapServers: endpoint=kafka is none, allowed are host:port and [IPv6 address]:port
            kafka:0            | kafkaSink.bootstrapServers: port=0 of host=kafka, allowed are 1 to 65535
            SSL://kafka:1      | kafkaSink.bootstrapServers: endpoint=SSL://kafka:1 is none, allowed are host:port and [IPv6 address]:port
            kafka$1:9092       | kafkaSink.bootstrapServers=kafka$1:9092 is not allowed, allowed in host names are a-z A-Z 0-9 . _ % -
            u:s3cr3t@kafka:1   | kafkaSink.bootstrapServers: endpoint=***@kafka:1 is none, allowed are host:port and [IPv6 address]:port, without a user
            """)
    void whatIsNoServerIsRefused(String servers, String mistake) {
        texts.put("bootstrapServers", servers);
        assertEquals(mistake, mistake());
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a b", "a/b", "a,b", "%level", "logs-ä", "logs\n"})
    void aNameThatKafkaDoesNotTakeForATopicIsRefused(String topic) {
        texts.put("topic", topic);
        assertEquals(
                "kafkaSink.topic=" + topic
                        + " is not allowed, allowed are 1 to 249 of a-z A-Z 0-9 . _ -, but not . and .. alone",
                mistake());
    }

    @Test
    void aTopicsNameHasAtMost249Characters() {
        texts.put("topic", "x".repeat(249));
        assertEquals(249, valid().topic().length());
        texts.put("topic", "x".repeat(250));
        assertEquals(1, mistakes().size());
    }

    @Test
    void whatWouldBreakAPromiseIsRefused_byNameWithTheReason() {
        ProducerProperties.REFUSED.keySet().forEach(name -> property(name, SECRET));
        List<String> mistakes = mistakes();
        assertEquals(ProducerProperties.REFUSED.size(), mistakes.size());
        assertTrue(mistakes.contains("kafkaSink.producerConfig.acks cannot be set,"
                + " because it is all: delivered is what every replica in sync has"));
    }

    @Test
    void theNamesThatAreRefusedAreKafkas() {
        Set<String> unknown = new HashSet<>(ProducerProperties.REFUSED.keySet());
        unknown.removeAll(ProducerConfig.configNames());
        unknown.remove("transaction.two.phase.commit.enable"); // not in 3.9
        assertEquals(Set.of(), unknown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            linger.ms              | abc     | Not a number of type LONG
            linger.ms              | ''      | Not a number of type LONG
            batch.size             | -1      | Value must be at least 0
            compression.type       | lzo     | String must be one of: none, gzip, snappy, lz4, zstd
            enable.metrics.push    | yes     | Expected value to be either true or false
            sasl.login.class       | no.Such | Class no.Such could not be found.
            """)
    void aValueThatKafkaWouldRefuseIsRefused_withWhatKafkaSays(String name, String value, String reason) {
        property(name, value);
        assertEquals("kafkaSink.producerConfig." + name + "=" + value + " is not allowed: " + reason, mistake());
    }

    @Test
    void aBufferThatTakesNoBatchIsRefused_becauseItWouldFailEveryRecord() {
        property("buffer.memory", "100000");
        assertEquals(
                "kafkaSink.producerConfig.buffer.memory=100000 is not allowed, allowed is at least batch.size=131072",
                mistake());
        property("batch.size", "100000");
        assertEquals(2, valid().producerConfig().size());
    }

    @Test
    void anEmptyMechanismIsRefused_butOtherPropertiesMayBeEmpty() {
        property("ssl.endpoint.identification.algorithm", "");
        assertEquals(1, valid().producerConfig().size());
        property("sasl.mechanism", "");
        assertTrue(mistake().startsWith("kafkaSink.producerConfig.sasl.mechanism= is empty"));
    }

    @Test
    void propertiesThatKafkaDoesNotKnowAreLeftToItsPlugins() {
        property("my.interceptor.colour", "red");
        assertEquals(Map.of("my.interceptor.colour", "red"), valid().producerConfig());
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        texts.put("bootstrapServers", "kafka");
        texts.put("topic", "..");
        property("acks", "1");
        property("linger.ms", "abc");
        property("sasl.jaas.config", "x");
        assertEquals(5, mistakes().size());
        texts.remove("topic");
        assertEquals(4, mistakes().size());
    }

    @Test
    void promisesAreKept_andTheRestIsTheUsers() {
        property("linger.ms", "20");
        property("compression.type", "zstd");
        Map<String, Object> properties = valid().producerProperties("logferry-app");
        assertEquals("kafka:9092", properties.get("bootstrap.servers"));
        assertEquals("logferry-app", properties.get("client.id"));
        assertEquals("20", properties.get("linger.ms"));
        assertEquals("zstd", properties.get("compression.type"));
        assertEquals("131072", properties.get("batch.size"));
        assertEquals("rebootstrap", properties.get("metadata.recovery.strategy"));
        assertEquals("all", properties.get("acks"));
        assertEquals(Integer.MAX_VALUE, properties.get("delivery.timeout.ms"));
        assertEquals(0, properties.get("max.block.ms"));
    }

    @Test
    void kafkasProducerTakesTheProperties() {
        texts.put("bootstrapServers", "127.0.0.1:1");
        property("security.protocol", "SASL_PLAINTEXT");
        property("sasl.mechanism", "SCRAM-SHA-512");
        property("sasl.jaas.config", JAAS);
        var producer = new KafkaProducer<byte[], byte[]>(valid().producerProperties("logferry-test"));
        producer.close(Duration.ZERO);
    }

    @Test
    void noSecretIsInAnyMessage_norInWhatIsShownOfTheConfiguration() {
        property("sasl.jaas.config", JAAS);
        property("ssl.key.password", SECRET);
        property("my.apiKey", SECRET);
        KafkaSinkConfig config = valid();
        assertEquals(
                "KafkaSinkConfig[bootstrapServers=kafka:9092, topic=logs,"
                        + " producerConfig=[my.apiKey, sasl.jaas.config, ssl.key.password]]",
                config.toString());
        property("my.apiKey", "other");
        assertNotEquals(config, valid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cr3t",
                "org.example.Login s3cr3t;",
                "org.example.Login required password=\"s3cr3t\"",
                "org.example.Login required password=s3cr3t@kafka!;",
                ""
            })
    void whatIsNoJaasEntryIsRefused_withoutAWordOfIt(String jaas) {
        property("sasl.jaas.config", jaas);
        assertEquals(
                "kafkaSink.producerConfig.sasl.jaas.config=*** is not allowed, allowed is one login module as in"
                        + " org.example.LoginModule required name=\"value\" name=\"value\";",
                mistake());
    }

    @Test
    void aUserBeforeAnAtSignIsNotShown_norIsWhatKafkaSaysThen() {
        property("compression.type", "s3cr3t@b");
        assertEquals("kafkaSink.producerConfig.compression.type=***@b is not allowed", mistake());
    }

    @Test
    void everyPropertyThatKafkaTakesForAPasswordIsASecretByItsName() {
        for (ConfigKey key : ProducerConfig.configDef().configKeys().values()) {
            if (key.type == ConfigDef.Type.PASSWORD) {
                assertEquals("***", Secrets.masked(key.name, SECRET), key.name);
            }
        }
        assertFalse(Secrets.masked("linger.ms", "5").contains("*"));
    }
}
