package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.SinkListener;
import io.logferry.tls.TlsConfig;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Plays the sender: polls a sink with a manual clock and keeps what it reports. Test thread only. */
final class SinkDriver implements SinkListener, AutoCloseable {
    static final UUID STREAM = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    static final Hello HELLO = new Hello(STREAM, "shop", 7, Position.NONE);

    private static final Targets.Services NO_SRV = name -> List.of();

    final TcpSink sink;

    /** What was reported and not yet expected, oldest first. */
    final Deque<String> reports = new ArrayDeque<>();

    /** Runs within each report. */
    Runnable reaction = () -> {};

    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private long nowNanos = Long.MAX_VALUE - 1_000; // overflows in every test that moves it

    SinkDriver(String... endpoints) {
        this(InetAddress::getAllByName, Wire.HANDSHAKE_MILLIS, endpoints);
    }

    SinkDriver(Targets.Resolver resolver, long handshakeMillis, String... endpoints) {
        this(resolver, NO_SRV, handshakeMillis, endpoints);
    }

    SinkDriver(Targets.Resolver resolver, Targets.Services services, long handshakeMillis, String... endpoints) {
        this(TcpSinkConfig.parse(String.join(",", List.of(endpoints))), resolver, services, handshakeMillis);
    }

    /** One that trusts this collector's authority; null for plaintext. */
    SinkDriver(@Nullable TestTls tls, String endpoint) {
        this(config(TestTls.clientOf(tls), endpoint));
    }

    SinkDriver(TcpSinkConfig config) {
        this(config, InetAddress::getAllByName, Wire.HANDSHAKE_MILLIS);
    }

    SinkDriver(TcpSinkConfig config, Targets.Resolver resolver, long handshakeMillis) {
        this(config, resolver, NO_SRV, handshakeMillis);
    }

    SinkDriver(TcpSinkConfig config, Targets.Resolver resolver, Targets.Services services, long handshakeMillis) {
        Targets targets = new Targets(config.endpoints(), 0, resolver, services, config.tls() != null);
        sink = new TcpSink(config, this::newThread, targets, handshakeMillis, TcpSink.PROBE_MILLIS);
    }

    static TcpSinkConfig config(@Nullable TlsConfig tls, String endpoint) {
        return new TcpSinkConfig(TcpSinkConfig.parse(endpoint).endpoints(), TcpSinkConfig.Strategy.FAILOVER, tls, null);
    }

    private Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "connector");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /** Begins to connect; the collector has read HELLO and not yet answered. */
    Peer handshake(ScriptedCollector collector) {
        sink.connect(HELLO);
        Peer peer = collector.accept();
        assertEquals(Wire.HELLO, peer.read().type());
        return peer;
    }

    /** Connects and plays the collector's part of the handshake. */
    Peer connectTo(ScriptedCollector collector) {
        Peer peer = handshake(collector);
        peer.send(Wire.welcome(new Wire.Welcome(Position.NONE, 4 << 20)));
        expect("connected 0:-1 4194304");
        return peer;
    }

    boolean poll() {
        return sink.poll(nowNanos, this);
    }

    /** Polls until the sink reports something, which must be this. */
    void expect(String report) {
        assertEquals(report, nextReport());
    }

    /** Polls until the sink reports something. */
    String nextReport() {
        Await.until(() -> !reports.isEmpty() || (poll() && !reports.isEmpty()), () -> "a report");
        return reports.remove();
    }

    /** A few polls must have nothing more to tell. */
    void expectNothing() {
        for (int i = 0; i < 10; i++) {
            poll();
        }
        assertTrue(reports.isEmpty(), () -> "unexpected: " + reports);
    }

    void advanceMillis(long millis) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Every thread that the sink ever started ends, polled or not. */
    void expectNoThreads() {
        Await.until(() -> threads.stream().noneMatch(Thread::isAlive), () -> "no thread is left: " + threads);
    }

    int threadsStarted() {
        return threads.size();
    }

    @Override
    public void connected(Position last, long windowBytes) {
        report("connected " + last + " " + windowBytes);
    }

    @Override
    public void acked(Position last) {
        report("acked " + last);
    }

    @Override
    public void nacked(Nack nack) {
        report("nacked " + nack.code());
    }

    @Override
    public void rejected(Position record, String reason) {
        reports.add("rejected " + record + " " + reason);
    }

    @Override
    public void disconnected(String reason) {
        report("disconnected " + reason);
    }

    @Override
    public void warned(String sentence) {
        report("warned " + sentence);
    }

    private void report(String report) {
        reports.add(report);
        reaction.run();
    }

    @Override
    public void close() {
        sink.close();
        expectNoThreads();
        assertFalse(poll(), "a closed sink has nothing to report");
    }
}
