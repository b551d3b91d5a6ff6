package io.logferry.logback;

import io.logferry.ConfigText;

/** The element {@code <tcpSink>}. One thread. */
public final class TcpSink {
    final ConfigText text = LogferryAppender.newText();

    /** Where the collectors listen: {@code collector-1:4560,[::1]:4560,srv:_logferry._tcp.example.com}. */
    public void setEndpoints(String endpoints) {
        text.set("tcpSink.endpoints", endpoints);
    }

    /** What to do with several: {@code failover}, which prefers the first, or {@code spread}. */
    public void setStrategy(String strategy) {
        text.set("tcpSink.strategy", strategy);
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
