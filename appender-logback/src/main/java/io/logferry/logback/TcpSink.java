package io.logferry.logback;

import io.logferry.ConfigText;

/** The element {@code <tcpSink>}. One thread. */
public final class TcpSink {
    final ConfigText text = LogferryAppender.newText();

    /** Where the collectors listen, tried in turn: {@code collector-1:4560,collector-2:4560}. */
    public void setEndpoints(String endpoints) {
        text.set("tcpSink.endpoints", endpoints);
    }
}
