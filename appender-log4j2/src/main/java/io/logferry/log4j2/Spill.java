package io.logferry.log4j2;

import io.logferry.ConfigText;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.config.plugins.PluginNode;
import org.jspecify.annotations.Nullable;

/** The element {@code <Spill>}: where and how undelivered records are kept on disk. Immutable. */
@Plugin(name = "Spill", category = Core.CATEGORY_NAME)
public final class Spill {
    final ConfigText text;

    private Spill(ConfigText text) {
        this.text = text;
    }

    /** Makes an empty builder. */
    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    /** Takes texts as they stand in a configuration; the appender's build tells what is wrong with them. One thread. */
    public static final class Builder implements org.apache.logging.log4j.core.util.Builder<Spill> {
        @PluginNode
        private @Nullable Node node;

        @PluginBuilderAttribute
        private @Nullable String dir;

        @PluginBuilderAttribute
        private @Nullable String maxBytes;

        @PluginBuilderAttribute
        private @Nullable String segmentBytes;

        @PluginBuilderAttribute
        private @Nullable String minFreeBytes;

        @PluginBuilderAttribute
        private @Nullable String mode;

        @PluginBuilderAttribute
        private @Nullable String sync;

        @PluginBuilderAttribute
        private @Nullable String whenFull;

        private Builder() {}

        /** The folder; several appenders and applications may share it. */
        public Builder setDir(@Nullable String dir) {
            this.dir = dir;
            return this;
        }

        /** Most bytes on disk: at least four segments, 1GB unless told. */
        public Builder setMaxBytes(@Nullable String maxBytes) {
            this.maxBytes = maxBytes;
            return this;
        }

        /** Size of one file: 4MB to 1GB, 16MB unless told. */
        public Builder setSegmentBytes(@Nullable String segmentBytes) {
            this.segmentBytes = segmentBytes;
            return this;
        }

        /** The disk is taken as full when it has less than this left: 64MB unless told. */
        public Builder setMinFreeBytes(@Nullable String minFreeBytes) {
            this.minFreeBytes = minFreeBytes;
            return this;
        }

        /** What is written to disk: {@code on-failure} (unless told) or {@code always}. */
        public Builder setMode(@Nullable String mode) {
            this.mode = mode;
            return this;
        }

        /** When files are forced to the device: {@code none} (unless told), {@code interval} or {@code frame}. */
        public Builder setSync(@Nullable String sync) {
            this.sync = sync;
            return this;
        }

        /** What is lost when it is full: {@code drop-oldest} (unless told) or {@code drop-newest}. */
        public Builder setWhenFull(@Nullable String whenFull) {
            this.whenFull = whenFull;
            return this;
        }

        /** Never null. */
        @Override
        public Spill build() {
            Attributes attributes = new Attributes("spill");
            attributes.set("dir", dir);
            attributes.set("maxBytes", maxBytes);
            attributes.set("segmentBytes", segmentBytes);
            attributes.set("minFreeBytes", minFreeBytes);
            attributes.set("mode", mode);
            attributes.set("sync", sync);
            attributes.set("whenFull", whenFull);
            attributes.refuseOthers(node);
            return new Spill(attributes.text());
        }
    }
}
