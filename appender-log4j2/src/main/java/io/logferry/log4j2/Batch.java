package io.logferry.log4j2;

import io.logferry.ConfigText;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.config.plugins.PluginNode;
import org.jspecify.annotations.Nullable;

/** The element {@code <Batch>}: when a batch is sealed. Immutable. */
@Plugin(name = "Batch", category = Core.CATEGORY_NAME)
public final class Batch {
    final ConfigText text;

    private Batch(ConfigText text) {
        this.text = text;
    }

    /** Makes an empty builder. */
    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    /** Takes texts as they stand in a configuration; the appender's build tells what is wrong with them. One thread. */
    public static final class Builder implements org.apache.logging.log4j.core.util.Builder<Batch> {
        @PluginNode
        private @Nullable Node node;

        @PluginBuilderAttribute
        private @Nullable String maxBytes;

        @PluginBuilderAttribute
        private @Nullable String maxRecords;

        @PluginBuilderAttribute
        private @Nullable String lingerMillis;

        private Builder() {}

        /** Most bytes of records: 4KB to 512KB, 128KB unless told. */
        public Builder setMaxBytes(@Nullable String maxBytes) {
            this.maxBytes = maxBytes;
            return this;
        }

        /** Most records: 1 to 65535. */
        public Builder setMaxRecords(@Nullable String maxRecords) {
            this.maxRecords = maxRecords;
            return this;
        }

        /** How long it waits for more: 0 to 60000, 50 unless told. */
        public Builder setLingerMillis(@Nullable String lingerMillis) {
            this.lingerMillis = lingerMillis;
            return this;
        }

        /** Never null. */
        @Override
        public Batch build() {
            Attributes attributes = new Attributes("batch");
            attributes.set("maxBytes", maxBytes);
            attributes.set("maxRecords", maxRecords);
            attributes.set("lingerMillis", lingerMillis);
            attributes.refuseOthers(node);
            return new Batch(attributes.text());
        }
    }
}
