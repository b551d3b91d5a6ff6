package io.logferry.log4j2;

import io.logferry.ConfigText;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.config.plugins.PluginElement;
import org.apache.logging.log4j.core.config.plugins.PluginNode;
import org.jspecify.annotations.Nullable;

/** The element {@code <KafkaSink>}: a topic of Kafka's as the destination; needs kafka-clients on the class path. Immutable. */
@Plugin(name = "KafkaSink", category = Core.CATEGORY_NAME)
public final class KafkaSink {
    final ConfigText text;

    private KafkaSink(ConfigText text) {
        this.text = text;
    }

    /** Makes an empty builder. */
    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    /** Takes texts as they stand in a configuration; the appender's build tells what is wrong with them. One thread. */
    public static final class Builder implements org.apache.logging.log4j.core.util.Builder<KafkaSink> {
        @PluginNode
        private @Nullable Node node;

        @PluginBuilderAttribute
        private @Nullable String bootstrapServers;

        @PluginBuilderAttribute
        private @Nullable String topic;

        @PluginElement("Property")
        private Property[] properties = Property.EMPTY_ARRAY;

        private Builder() {}

        /** Where brokers of the cluster listen: {@code kafka-1:9092,kafka-2:9092}. */
        public Builder setBootstrapServers(@Nullable String bootstrapServers) {
            this.bootstrapServers = bootstrapServers;
            return this;
        }

        /** The topic, by its literal name. */
        public Builder setTopic(@Nullable String topic) {
            this.topic = topic;
            return this;
        }

        /** Properties of the producer, such as {@code linger.ms}. */
        public Builder setProperties(Property... properties) {
            this.properties = properties.clone();
            return this;
        }

        /** Never null. */
        @Override
        public KafkaSink build() {
            Attributes attributes = new Attributes("kafkaSink");
            attributes.set("bootstrapServers", bootstrapServers);
            attributes.set("topic", topic);
            for (Property property : properties) {
                attributes.set("producerConfig." + property.getName(), property.getValue());
            }
            attributes.refuseOthers(node);
            return new KafkaSink(attributes.text());
        }
    }
}
