package io.logferry.logback;

import io.logferry.ConfigText;

/** The element {@code <tcpSink>}. One thread. */
public final class TcpSink {
    final ConfigText text = LogferryAppender.newText();

    /** Where the collectors listen, tried in turn: {@code collector-1:4560,collector-2:4560}. */
    public void setEndpoints(String endpoints) {
        text.set("tcpSink.endpoints", endpoints);
    }

    /** Encryption; plaintext without it. */
    public void setTls(Tls tls) {
        text.setAll("tcpSink.tls", tls.text);
    }

    /** What is proved to collectors that ask for it: at least 16 characters, only with tls. */
    public void setSharedKey(String sharedKey) {
        text.set("tcpSink.sharedKey", sharedKey);
    }

    /** A file that holds it instead, read again for each connection. */
    public void setSharedKeyFile(String sharedKeyFile) {
        text.set("tcpSink.sharedKeyFile", sharedKeyFile);
    }
}
