package io.logferry.log4j2;

import io.logferry.ConfigText;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.config.plugins.PluginNode;
import org.jspecify.annotations.Nullable;

/** The element {@code <Tls>} of {@code <TcpSink>}; its files are read again for each connection. Immutable. */
@Plugin(name = "Tls", category = Core.CATEGORY_NAME)
public final class Tls {
    final ConfigText text;

    private Tls(ConfigText text) {
        this.text = text;
    }

    /** Makes an empty builder. */
    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    /** Takes texts as they stand in a configuration; the appender's build tells what is wrong with them. One thread. */
    public static final class Builder implements org.apache.logging.log4j.core.util.Builder<Tls> {
        @PluginNode
        private @Nullable Node node;

        @PluginBuilderAttribute
        private @Nullable String trustFile;

        @PluginBuilderAttribute(sensitive = true)
        private @Nullable String trustPassword;

        @PluginBuilderAttribute
        private @Nullable String trustPasswordFile;

        @PluginBuilderAttribute
        private @Nullable String certificateFile;

        @PluginBuilderAttribute
        private @Nullable String keyFile;

        @PluginBuilderAttribute(sensitive = true)
        private @Nullable String keyPassword;

        @PluginBuilderAttribute
        private @Nullable String keyPasswordFile;

        @PluginBuilderAttribute
        private @Nullable String verifyHostname;

        private Builder() {}

        /** Who vouches for the collector: a PEM or PKCS12 file with certificates, or {@code system} for those that the JVM trusts. */
        public Builder setTrustFile(@Nullable String trustFile) {
            this.trustFile = trustFile;
            return this;
        }

        /** The password of a PKCS12 trustFile. */
        public Builder setTrustPassword(@Nullable String trustPassword) {
            this.trustPassword = trustPassword;
            return this;
        }

        /** A file that holds it instead, in one line. */
        public Builder setTrustPasswordFile(@Nullable String trustPasswordFile) {
            this.trustPasswordFile = trustPasswordFile;
            return this;
        }

        /** For collectors that ask for it: PEM with the own certificate and its chain, or PKCS12 with the key too. */
        public Builder setCertificateFile(@Nullable String certificateFile) {
            this.certificateFile = certificateFile;
            return this;
        }

        /** PEM with the key of a PEM certificateFile. */
        public Builder setKeyFile(@Nullable String keyFile) {
            this.keyFile = keyFile;
            return this;
        }

        /** The password of the key, or of the PKCS12 certificateFile. */
        public Builder setKeyPassword(@Nullable String keyPassword) {
            this.keyPassword = keyPassword;
            return this;
        }

        /** A file that holds it instead, in one line. */
        public Builder setKeyPasswordFile(@Nullable String keyPasswordFile) {
            this.keyPasswordFile = keyPasswordFile;
            return this;
        }

        /** Whether the collector's certificate must have the name in endpoints: {@code true} (unless told) or {@code false}. */
        public Builder setVerifyHostname(@Nullable String verifyHostname) {
            this.verifyHostname = verifyHostname;
            return this;
        }

        /** Never null. */
        @Override
        public Tls build() {
            Attributes attributes = new Attributes("tcpSink.tls");
            attributes.set("trustFile", trustFile);
            attributes.set("trustPassword", trustPassword);
            attributes.set("trustPasswordFile", trustPasswordFile);
            attributes.set("certificateFile", certificateFile);
            attributes.set("keyFile", keyFile);
            attributes.set("keyPassword", keyPassword);
            attributes.set("keyPasswordFile", keyPasswordFile);
            attributes.set("verifyHostname", verifyHostname);
            attributes.refuseOthers(node);
            return new Tls(attributes.text());
        }
    }
}
