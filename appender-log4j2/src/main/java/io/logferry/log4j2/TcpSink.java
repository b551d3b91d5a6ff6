package io.logferry.log4j2;

import io.logferry.ConfigText;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.config.plugins.PluginElement;
import org.apache.logging.log4j.core.config.plugins.PluginNode;
import org.jspecify.annotations.Nullable;

/** The element {@code <TcpSink>}: collectors as the destination. Immutable. */
@Plugin(name = "TcpSink", category = Core.CATEGORY_NAME)
public final class TcpSink {
    final ConfigText text;

    private TcpSink(ConfigText text) {
        this.text = text;
    }

    /** Makes an empty builder. */
    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    /** Takes texts as they stand in a configuration; the appender's build tells what is wrong with them. One thread. */
    public static final class Builder implements org.apache.logging.log4j.core.util.Builder<TcpSink> {
        @PluginNode
        private @Nullable Node node;

        @PluginBuilderAttribute
        private @Nullable String endpoints;

        @PluginBuilderAttribute
        private @Nullable String strategy;

        @PluginBuilderAttribute(sensitive = true)
        private @Nullable String sharedKey;

        @PluginBuilderAttribute
        private @Nullable String sharedKeyFile;

        @PluginElement("Tls")
        private @Nullable Tls tls;

        private Builder() {}

        /** Where the collectors listen: {@code collector-1:4560,[::1]:4560,srv:_logferry._tcp.example.com}. */
        public Builder setEndpoints(@Nullable String endpoints) {
            this.endpoints = endpoints;
            return this;
        }

        /** What to do with several: {@code failover}, which prefers the first, or {@code spread}. */
        public Builder setStrategy(@Nullable String strategy) {
            this.strategy = strategy;
            return this;
        }

        /** What is proved to collectors that ask for it: at least 16 characters, only with Tls. */
        public Builder setSharedKey(@Nullable String sharedKey) {
            this.sharedKey = sharedKey;
            return this;
        }

        /** A file that holds it instead, read again for each connection. */
        public Builder setSharedKeyFile(@Nullable String sharedKeyFile) {
            this.sharedKeyFile = sharedKeyFile;
            return this;
        }

        /** Encryption; plaintext without it. */
        public Builder setTls(@Nullable Tls tls) {
            this.tls = tls;
            return this;
        }

        /** Never null. */
        @Override
        public TcpSink build() {
            Attributes attributes = new Attributes("tcpSink");
            attributes.set("endpoints", endpoints);
            attributes.set("strategy", strategy);
            attributes.set("sharedKey", sharedKey);
            attributes.set("sharedKeyFile", sharedKeyFile);
            attributes.allow("Tls");
            if (tls != null) {
                attributes.text().setAll("tcpSink.tls", tls.text);
            }
            attributes.refuseOthers(node);
            return new TcpSink(attributes.text());
        }
    }
}
