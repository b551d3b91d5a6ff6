package io.logferry.benchmarks;

import java.util.Map;
import java.util.stream.Collectors;

/** What sends to Kafka. Immutable. */
enum KafkaSubject {
    /** A KafkaProducer that is given bytes which were ready before. */
    BARE("bare"),
    /** The same, after each event was encoded. */
    ENCODE_AND_BARE("encode+bare"),
    LOGFERRY("logferry"),
    LOGFERRY_SPILL("logferry-spill"),
    /** logback-kafka-appender with the Logstash encoder. */
    LOGBACK_KAFKA("logback-kafka"),
    /** Log4j's own with JsonTemplateLayout. */
    LOG4J2_KAFKA("log4j2-kafka");

    /** What our sink sets, but that the producer may block: then nothing is lost, ours and the peers' alike. */
    static final Map<String, Object> PRODUCER_PROPERTIES = Map.of(
            "acks", "all",
            "enable.idempotence", true,
            "max.in.flight.requests.per.connection", 5,
            "compression.type", "lz4",
            "batch.size", 131_072,
            "linger.ms", 5,
            "max.block.ms", 60_000);

    private final String label;

    KafkaSubject(String label) {
        this.label = label;
    }

    boolean isBare() {
        return this == BARE || this == ENCODE_AND_BARE;
    }

    boolean isLogferry() {
        return this == LOGFERRY || this == LOGFERRY_SPILL;
    }

    /** Configures the framework; of those that are not bare. */
    Framework framework(String bootstrapServers, String topic, String spillDir) throws Exception {
        return switch (this) {
            case LOGFERRY -> new LogbackFramework(logferry(bootstrapServers, topic, ""));
            case LOGFERRY_SPILL ->
                new LogbackFramework(logferry(bootstrapServers, topic, "<spill><dir>" + spillDir + "</dir></spill>"));
            case LOGBACK_KAFKA -> new LogbackFramework(logbackKafka(bootstrapServers, topic));
            case LOG4J2_KAFKA -> new Log4jFramework(log4jKafka(bootstrapServers, topic));
            case BARE, ENCODE_AND_BARE -> throw new IllegalStateException(this + " has no framework");
        };
    }

    private static String logferry(String bootstrapServers, String topic, String spill) {
        return """
                <configuration>
                  <appender name='MEASURED' class='io.logferry.logback.LogferryAppender'>
                    <kafkaSink><bootstrapServers>%s</bootstrapServers><topic>%s</topic></kafkaSink>
                    <source>%s</source>
                    <whenFull>block</whenFull><blockTimeoutMillis>60000</blockTimeoutMillis>
                    %s
                  </appender>
                  <root level='INFO'><appender-ref ref='MEASURED'/></root>
                </configuration>
                """.formatted(bootstrapServers, topic, BareProducer.SOURCE, spill);
    }

    /** What Kafka's client logs is not measured. */
    private static String logbackKafka(String bootstrapServers, String topic) {
        return """
                <configuration>
                  <logger name='org.apache.kafka' level='OFF'/>
                  <appender name='MEASURED' class='com.github.danielwegener.logback.kafka.KafkaAppender'>
                    <encoder class='net.logstash.logback.encoder.LogstashEncoder'/>
                    <topic>%s</topic>
                    <appendTimestamp>true</appendTimestamp>
                    <producerConfig>bootstrap.servers=%s</producerConfig>
                    %s
                  </appender>
                  <root level='INFO'><appender-ref ref='MEASURED'/></root>
                </configuration>
                """.formatted(topic, bootstrapServers, properties("<producerConfig>%s=%s</producerConfig>"));
    }

    private static String log4jKafka(String bootstrapServers, String topic) {
        return """
                <Configuration>
                  <Appenders>
                    <Kafka name='MEASURED' topic='%s' syncSend='false'>
                      <JsonTemplateLayout/>
                      <Property name='bootstrap.servers'>%s</Property>
                      %s
                    </Kafka>
                  </Appenders>
                  <Loggers><Root level='INFO'><AppenderRef ref='MEASURED'/></Root></Loggers>
                </Configuration>
                """.formatted(topic, bootstrapServers, properties("<Property name='%s'>%s</Property>"));
    }

    private static String properties(String element) {
        return PRODUCER_PROPERTIES.entrySet().stream()
                .map(property -> element.formatted(property.getKey(), property.getValue()))
                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return label;
    }
}
