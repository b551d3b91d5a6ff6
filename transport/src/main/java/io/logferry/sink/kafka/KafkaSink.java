package io.logferry.sink.kafka;

import io.logferry.frame.Frame;
import io.logferry.frame.LostRange;
import io.logferry.sink.Hello;
import io.logferry.sink.Sink;
import io.logferry.sink.SinkListener;
import io.logferry.sink.kafka.Opening.Failed;
import io.logferry.sink.kafka.Opening.Opened;
import io.logferry.sink.kafka.Opening.Outcome;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends to one topic of a Kafka cluster. Sender thread only, but for {@link #close}. */
final class KafkaSink implements Sink {
    /** As much as the sender has in flight at most; a cluster grants nothing. */
    private static final long WINDOW_BYTES = Long.MAX_VALUE;

    private final KafkaSinkConfig config;
    private final ThreadFactory threads;
    private final LongSupplier wallMillis;
    private final long metadataMillis;
    private @Nullable Hello hello;

    // at most one of the two
    private @Nullable Opening opening;
    private @Nullable Session session;

    KafkaSink(KafkaSinkConfig config, ThreadFactory threads) {
        this(config, threads, System::currentTimeMillis, Opening.METADATA_MILLIS);
    }

    KafkaSink(KafkaSinkConfig config, ThreadFactory threads, LongSupplier wallMillis, long metadataMillis) {
        this.config = config;
        this.threads = threads;
        this.wallMillis = wallMillis;
        this.metadataMillis = metadataMillis;
    }

    @Override
    public void connect(Hello newHello) {
        if (opening != null || session != null) {
            throw new IllegalStateException("connect() is allowed only while disconnected");
        }
        hello = newHello;
        opening = new Opening(config, newHello.source(), threads, metadataMillis);
        opening.start();
    }

    @Override
    public boolean send(Frame frame) {
        return session != null && session.send(frame);
    }

    @Override
    public boolean send(LostRange range) {
        return session != null && session.send(range);
    }

    @Override
    public boolean poll(long nowNanos, SinkListener listener) {
        if (opening != null) {
            Outcome outcome = opening.outcome();
            return outcome != null && report(outcome, nowNanos, listener);
        }
        Session current = session;
        if (current == null) {
            return false;
        }
        boolean moved = current.poll(nowNanos, listener);
        String failure = current.failure();
        if (session == current && failure != null) { // the listener may have disconnected
            disconnect();
            listener.disconnected(failure);
            return true;
        }
        return moved;
    }

    private boolean report(Outcome outcome, long nowNanos, SinkListener listener) {
        opening = null;
        Hello said = hello;
        if (outcome instanceof Opened opened && said != null) {
            Records records = new Records(config.topic(), said.streamId(), said.source(), wallMillis);
            session = new Session(opened.producer(), records, nowNanos);
            listener.connected(said.base(), WINDOW_BYTES);
        } else if (outcome instanceof Failed failed) {
            listener.disconnected(failed.reason());
        }
        return true;
    }

    @Override
    public String destination() {
        return config.bootstrapServers();
    }

    @Override
    public void disconnect() {
        if (opening != null) {
            opening.abandon();
            opening = null;
        }
        Session ended = session;
        if (ended != null) {
            threads.newThread(ended::close).start(); // where there is no thread to be had, the session goes on
            session = null;
        }
    }

    @Override
    public void close() {
        if (opening != null) {
            opening.abandon();
        }
        if (session != null) {
            session.close();
        }
    }
}
