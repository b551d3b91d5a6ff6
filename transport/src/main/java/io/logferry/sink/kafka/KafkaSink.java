package io.logferry.sink.kafka;

import io.logferry.frame.Frame;
import io.logferry.frame.LostRange;
import io.logferry.sink.Hello;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkListener;
import java.util.concurrent.ThreadFactory;

/** Sender thread only. */
final class KafkaSink implements Sink {
    KafkaSink(KafkaSinkConfig config, ThreadFactory threads) {}

    @Override
    public void connect(Hello hello) {}

    @Override
    public boolean send(Frame frame) {
        return false;
    }

    @Override
    public boolean send(LostRange range) {
        return false;
    }

    @Override
    public boolean poll(long nowNanos, SinkListener listener) {
        return false;
    }

    @Override
    public void disconnect() {}

    @Override
    public void close() {}
}
