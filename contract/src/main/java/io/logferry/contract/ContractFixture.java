package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.PipelineStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A host that sends to a collector of the test, both stopped when it ends. One thread. */
@Timeout(120)
abstract class ContractFixture {
    static final String PLAIN = "%m%n";

    final TestCollector collector = new TestCollector();
    final Host host;
    /** Closed while an encoding waits at it. */
    private final CountDownLatch gate = new CountDownLatch(1);
    /** Bound, but nobody listens; and nobody else can, as on a port that was given back. */
    private final Socket down = new Socket();

    ContractFixture(Host host) {
        this.host = host;
    }

    @AfterEach
    final void stopAll() throws IOException {
        gate.countDown();
        host.stop();
        down.close();
        host.clearMdc();
        Hooks.clear();
        collector.close();
    }

    /** Settings that give the collector a message as its line. */
    final Settings plain() {
        return Settings.to(collector).pattern(PLAIN);
    }

    /** An endpoint that refuses every connection. */
    final String downEndpoint() {
        try {
            down.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "127.0.0.1:" + down.getLocalPort();
    }

    /** As {@link #plain}, with a full ring making the caller wait, longer than any test. */
    final Settings patient() {
        return plain().with("whenFull", "block").with("blockTimeoutMillis", 60_000);
    }

    /** From now on the sender does not get beyond the first event that it encodes. */
    final void holdSender() {
        Hooks.onEncode(message -> Await.until(() -> gate.getCount() == 0, () -> "the gate stays closed"));
    }

    final void releaseSender() {
        gate.countDown();
    }

    /** Stops the appender alone, and waits until its numbers are final. */
    final PipelineStats stopped() {
        host.stopAppender();
        Await.until(() -> host.stats().settled(), () -> "not ended: " + host.stats());
        PipelineStats stats = host.stats();
        assertEquals(0, stats.difference(), stats::toString);
        return stats;
    }

    /** How many events the application's threads handed over, whatever came of them. */
    static long events(PipelineStats stats) {
        return stats.accepted() - stats.markers();
    }

    final void assertLines(String... lines) {
        assertEquals(List.of(lines), collector.lines());
    }

    static void awaitNoOwnThreads() {
        Await.until(() -> ownThreads().isEmpty(), () -> "left: " + ownThreads());
    }

    static List<String> ownThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> isOwn(thread.getKey()))
                .map(thread -> thread.getKey().getName() + " at " + Arrays.toString(thread.getValue()))
                .toList();
    }

    private static boolean isOwn(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return thread.getName().startsWith("logferry")
                || (group != null && group.getName().equals("logferry"));
    }
}
