package io.logferry.sink.tcp;

import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.Wire.Welcome;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect: every target in turn. Its thread owns the channel until the outcome is
 * set; the methods that are not private are for the sender thread.
 *
 * <p>The outcome is set once, by compare-and-set. Whoever comes second cleans up: the connector closes the channel that
 * nobody takes any more, the sender the one that it no longer wants.
 */
final class Connector {
    /** What became of the attempt. */
    sealed interface Outcome {}

    /** The connection stands: non-blocking, WELCOME read; the inbox may hold what came behind it. */
    record Connected(ByteChannel channel, Inbox inbox, Welcome welcome, Target target) implements Outcome {}

    /** A collector said no. */
    record Refused(Nack nack, Target target) implements Outcome {
        String reason() {
            return target.endpoint() + " answered NACK code=" + nack.code();
        }
    }

    /**
     * Nobody answered as they should.
     *
     * @param isInTls somebody could be connected to, and then TLS failed
     */
    record Failed(String reason, boolean isInTls) implements Outcome {
        Failed(String reason) {
            this(reason, false);
        }
    }

    private static final Outcome ABANDONED = new Failed("abandoned");

    private final Targets targets;
    private final @Nullable Target last;
    private final boolean probes;
    private final Protection protection;
    private final long handshakeMillis;
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private final Set<String> reasons = new LinkedHashSet<>();
    private volatile @Nullable Hello hello;
    private volatile boolean reached;
    private boolean failedInTls;
    private @Nullable Thread thread;

    /**
     * Makes an attempt, not started.
     *
     * @param last begins behind this one; null for the preferred one
     * @param hello null to try only what is better than {@code last}, and to wait, once connected, for {@link #greet}
     */
    Connector(
            Targets targets,
            @Nullable Target last,
            @Nullable Hello hello,
            Protection protection,
            long handshakeMillis) {
        this.targets = targets;
        this.last = last;
        this.hello = hello;
        this.probes = hello == null;
        this.protection = protection;
        this.handshakeMillis = handshakeMillis;
    }

    void start(ThreadFactory threads) {
        try {
            thread = threads.newThread(this::run);
            thread.start();
        } catch (Throwable noThread) { // mostly OutOfMemoryError
            outcome.set(new Failed("no thread to connect: " + noThread));
        }
    }

    /** Null while the attempt goes on. */
    @Nullable Outcome outcome() {
        return outcome.get();
    }

    /** Tells whether a target is connected and waits for {@link #greet}. */
    boolean isReached() {
        return reached;
    }

    /** Says what to say where it is connected. */
    void greet(Hello newHello) {
        hello = newHello;
        LockSupport.unpark(thread);
    }

    void abandon() {
        if (outcome.compareAndSet(null, ABANDONED)) {
            if (thread != null) {
                thread.interrupt(); // ends its wait; a running DNS query ends by itself
            }
        } else if (outcome.get() instanceof Connected connected) {
            close(connected.channel());
        }
    }

    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException ignored) { // nothing of ours is lost with it
        }
    }

    private void run() {
        Outcome result;
        try {
            protection.refresh();
            result = probes && last != null ? tryBetter(last) : tryAll();
            result = result == null ? new Failed(String.join(", ", reasons), failedInTls) : result;
        } catch (Throwable unexpected) { // without an outcome the sender would wait for ever
            result = new Failed("connecting failed: " + unexpected);
        }
        if (!outcome.compareAndSet(null, result) && result instanceof Connected connected) {
            close(connected.channel());
        }
    }

    /** Every target, in turn: begins behind the last, and ends with it. */
    private @Nullable Outcome tryAll() {
        int first = last == null ? 0 : last.order();
        List<Target> ofFirst = targets.at(first, reasons);
        int behindLast = last == null ? 0 : ofFirst.indexOf(last) + 1; // 0 too if its name gives others now
        Outcome result = tryEach(ofFirst.subList(behindLast, ofFirst.size()));
        for (int i = 1; i < targets.count() && result == null; i++) {
            result = tryEach(targets.at((first + i) % targets.count(), reasons));
        }
        return result != null ? result : tryEach(ofFirst.subList(0, behindLast));
    }

    private @Nullable Outcome tryBetter(Target than) {
        Outcome result = null;
        for (int order = 0; order <= than.order() && result == null; order++) {
            List<Target> better = order < than.order() || than.rank() > 0 ? targets.at(order, reasons) : List.of();
            result = tryEach(
                    better.stream().filter(each -> each.isBetterThan(than)).toList());
        }
        return result;
    }

    /** The outcome, if it is more than a failure; else null. */
    private @Nullable Outcome tryEach(List<Target> some) {
        for (Target target : some) {
            if (outcome.get() != null) {
                return ABANDONED;
            }
            Handshake handshake =
                    new Handshake(target, this::awaitHello, protection, handshakeMillis, () -> outcome.get() != null);
            Outcome result = handshake.run();
            if (!(result instanceof Failed failed)) {
                return result;
            }
            reasons.add(failed.reason());
            failedInTls |= handshake.hasBegunTls();
        }
        return null;
    }

    /** What to say; null if the attempt was abandoned. */
    private @Nullable Hello awaitHello() {
        reached = true;
        while (hello == null && outcome.get() == null) {
            LockSupport.park(this);
        }
        return hello;
    }
}
