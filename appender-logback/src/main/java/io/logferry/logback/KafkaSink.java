package io.logferry.logback;

import io.logferry.ConfigText;

/** The element {@code <kafkaSink>}. One thread. */
public final class KafkaSink {
    final ConfigText text = LogferryAppender.newText();

    private int producerConfigs;

    /** Where brokers of the cluster listen: {@code kafka-1:9092,kafka-2:9092}. */
    public void setBootstrapServers(String bootstrapServers) {
        text.set("kafkaSink.bootstrapServers", bootstrapServers);
    }

    /** The topic, by its literal name. */
    public void setTopic(String topic) {
        text.set("kafkaSink.topic", topic);
    }

    /** One property of the producer, {@code linger.ms=20}; may come again, with another. */
    public void addProducerConfig(String property) {
        producerConfigs++;
        int equals = property.indexOf('=');
        String name = property.substring(0, Math.max(0, equals)).strip();
        if (name.isEmpty() || name.chars().anyMatch(Character::isWhitespace)) {
            // not shown: it may be a password whose name was left out
            text.refuse(
                    "kafkaSink.producerConfig." + producerConfigs,
                    "the kafkaSink's producerConfig number " + producerConfigs
                            + " is not allowed, allowed is name=value");
        } else {
            text.set("kafkaSink.producerConfig." + name, property.substring(equals + 1));
        }
    }
}
