package io.logferry.benchmarks;

/** What sends to Kafka. Immutable. */
enum KafkaSubject {
    /** A KafkaProducer that is given bytes which were ready before. */
    BARE("bare"),
    /** The same, after each event was encoded. */
    ENCODE_AND_BARE("encode+bare"),
    LOGFERRY("logferry"),
    LOGFERRY_SPILL("logferry-spill");

    private final String label;

    KafkaSubject(String label) {
        this.label = label;
    }

    boolean isLogferry() {
        return this == LOGFERRY || this == LOGFERRY_SPILL;
    }

    /** Logback's configuration, of ours alone. */
    String xml(String bootstrapServers, String topic, String spillDir) {
        String spill = this == LOGFERRY_SPILL ? "<spill><dir>" + spillDir + "</dir></spill>" : "";
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

    @Override
    public String toString() {
        return label;
    }
}
