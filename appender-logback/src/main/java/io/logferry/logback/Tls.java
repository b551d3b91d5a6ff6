package io.logferry.logback;

import io.logferry.ConfigText;

/** The element {@code <tls>} of {@code <tcpSink>}; its files are read again for each connection. One thread. */
public final class Tls {
    final ConfigText text = LogferryAppender.newText();

    /** Who vouches for the collector: a PEM or PKCS12 file with certificates, or {@code system} for those that the JVM trusts. */
    public void setTrustFile(String trustFile) {
        text.set("tcpSink.tls.trustFile", trustFile);
    }

    /** The password of a PKCS12 trustFile. */
    public void setTrustPassword(String trustPassword) {
        text.set("tcpSink.tls.trustPassword", trustPassword);
    }

    /** A file that holds it instead, in one line. */
    public void setTrustPasswordFile(String trustPasswordFile) {
        text.set("tcpSink.tls.trustPasswordFile", trustPasswordFile);
    }

    /** For collectors that ask for it: PEM with the own certificate and its chain, or PKCS12 with the key too. */
    public void setCertificateFile(String certificateFile) {
        text.set("tcpSink.tls.certificateFile", certificateFile);
    }

    /** PEM with the key of a PEM certificateFile. */
    public void setKeyFile(String keyFile) {
        text.set("tcpSink.tls.keyFile", keyFile);
    }

    /** The password of the key, or of the PKCS12 certificateFile. */
    public void setKeyPassword(String keyPassword) {
        text.set("tcpSink.tls.keyPassword", keyPassword);
    }

    /** A file that holds it instead, in one line. */
    public void setKeyPasswordFile(String keyPasswordFile) {
        text.set("tcpSink.tls.keyPasswordFile", keyPasswordFile);
    }

    /** Whether the collector's certificate must have the name in endpoints: {@code true} (unless told) or {@code false}. */
    public void setVerifyHostname(String verifyHostname) {
        text.set("tcpSink.tls.verifyHostname", verifyHostname);
    }
}
