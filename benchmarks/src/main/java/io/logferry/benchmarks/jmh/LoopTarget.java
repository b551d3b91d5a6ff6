package io.logferry.benchmarks.jmh;

import io.logferry.PipelineStats;
import io.logferry.benchmarks.Application;
import io.logferry.benchmarks.Destination;
import io.logferry.benchmarks.Framework;
import io.logferry.benchmarks.Receiver;
import io.logferry.benchmarks.Run;
import io.logferry.frame.DropReason;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A framework with the appender that is measured, in the state that is measured. Any thread waits for room; one thread
 * starts and closes it.
 *
 * <p>Callers run freely until half of the ring is used, and then wait, untimed, until it is empty. So events are taken
 * and not dropped, as they are in an application that logs no more than the sender can send.
 */
final class LoopTarget implements AutoCloseable {
    /** Between two looks at the ring, after each of which every thread may log so many. */
    static final int CALLS = 512;

    private static final int HALF = BareQueue.CAPACITY / 2;
    private static final long CHECK_NANOS = 100_000;
    private static final int COMPILING_CALLS = 200_000;
    private static final int MOST_CALLS_BEFORE = 20_000_000;

    private final LoopAppender appender;
    private final Path dir = Files.createTempDirectory("logferry-loop");
    private final @Nullable Receiver receiver;
    private final @Nullable BareQueue queue;
    private final Framework framework;
    private volatile boolean draining;

    LoopTarget(LoopFramework kind, LoopAppender appender) throws Exception {
        this.appender = appender;
        receiver = appender == LoopAppender.HEALTHY
                ? Receiver.start(Destination.COLLECTOR, dir.resolve("collector"))
                : null;
        queue = appender == LoopAppender.PARTS ? new BareQueue() : null;
        framework = start(kind);
    }

    private Framework start(LoopFramework kind) throws Exception {
        if (queue != null) {
            return kind.parts(queue);
        }
        if (appender.isOurs()) {
            return kind.ours(receiver != null ? receiver.port() : unusedPort(), dir.resolve("spill"), appender);
        }
        return appender == LoopAppender.EMPTY ? kind.empty() : kind.prepared();
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    Framework framework() {
        return framework;
    }

    /** Logs until the code is compiled, however little time the machine gives it, and the state to be measured is reached. */
    void reachState() {
        Application application = new Application(framework);
        for (int number = 0; number < COMPILING_CALLS || !isReached(); number += CALLS) {
            if (number > MOST_CALLS_BEFORE) {
                throw new IllegalStateException(appender + " was not reached: " + stats());
            }
            awaitRoom();
            for (int i = 0; i < CALLS; i++) {
                application.log(i);
            }
        }
    }

    private boolean isReached() {
        return switch (appender) {
            case DISK_FULL -> stats().drops().of(DropReason.SPILL_FULL) > 0;
            case RING_FULL -> stats().drops().of(DropReason.RING_FULL) > 0;
            default -> true;
        };
    }

    void awaitRoom() {
        if (!draining && inRing() <= HALF) {
            return;
        }
        draining = true;
        while (inRing() > 0) {
            LockSupport.parkNanos(CHECK_NANOS);
        }
        draining = false;
    }

    private long inRing() {
        if (queue != null) {
            return queue.size();
        }
        return appender.isOurs() && appender != LoopAppender.RING_FULL ? stats().inRing() : 0;
    }

    private PipelineStats stats() {
        PipelineStats stats = framework.stats();
        if (stats == null) {
            throw new IllegalStateException("the appender was not started: its configuration is wrong");
        }
        return stats;
    }

    private boolean hasDropped() {
        if (queue != null) {
            return queue.hasDropped();
        }
        return switch (appender) {
            case HEALTHY, DOWN -> stats().drops().total() > 0;
            case DISK_FULL -> stats().drops().of(DropReason.RING_FULL) > 0;
            default -> false;
        };
    }

    @Override
    public void close() throws IOException {
        boolean dropped = hasDropped();
        framework.stop();
        if (queue != null) {
            queue.close();
        }
        if (receiver != null) {
            receiver.close();
        }
        Run.empty(dir);
        Files.delete(dir);
        if (dropped) {
            throw new IllegalStateException("events were dropped that should have been taken");
        }
    }
}
