package io.logferry.logback;

import ch.qos.logback.core.Context;
import io.logferry.PipelineConfig;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline whose appender was stopped by a reset of its context. It goes on until the next appender adopts it or a
 * thread of its own stops it, whichever claims it first. Any thread.
 */
final class ParkedPipeline {
    /**
     * From the stop of the old appender to the start of the new one is one configuration file's reading. After a change
     * of the configuration this also is the time for threads that still are in the old appender, blocked perhaps, to
     * hand over their event: the sender works until then, so there is little left to drain.
     */
    private static final long UNCLAIMED_MILLIS = 1_000;

    /** Those not yet adopted or stopped. */
    private static final Set<ParkedPipeline> PARKED = ConcurrentHashMap.newKeySet();

    private final Context context;
    private final Running running;
    /** Of its context, the one that parked it among them. */
    private final AtomicInteger resetCount = new AtomicInteger();

    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CountDownLatch awaited = new CountDownLatch(1);
    private final Thread drainer;

    private ParkedPipeline(Context context, Running running) {
        this.context = context;
        this.running = running;
        String threadName = "logferry-drain-" + running.config().name();
        this.drainer = new Thread(null, this::drainUnlessAdopted, threadName, 0, false);
        drainer.setDaemon(true); // at the exit of the JVM the pipeline's own hook takes over
    }

    /**
     * Leaves a pipeline to the appender that is configured next.
     *
     * @param start starts a thread; if it throws, the pipeline is stopped here and now
     */
    static void park(Context context, Running running, Consumer<Thread> start) {
        ParkedPipeline parked = new ParkedPipeline(context, running);
        PARKED.add(parked);
        try {
            start.accept(parked.drainer);
        } catch (Throwable noThread) { // or nobody would ever stop it
            parked.stopUnlessAdopted();
            throw noThread;
        }
    }

    /** Takes over a pipeline that was parked with this configuration. */
    static @Nullable Running adopt(Context context, PipelineConfig config) {
        for (ParkedPipeline parked : of(context)) {
            if (parked.running.config().equals(config) && parked.claimed.compareAndSet(false, true)) {
                PARKED.remove(parked);
                parked.awaited.countDown();
                return parked.running;
            }
        }
        return null;
    }

    /** To be called after each reset. */
    static void noteReset(Context context) {
        of(context).forEach(parked -> parked.resetCount.incrementAndGet());
    }

    /**
     * Stops all that this context has left, side by side; returns when they have ended. But where the context had been
     * reset before and had no appender any more, they have their time: Spring Boot, which finds a logback.xml read,
     * resets the context, stops it and reads the file again, and must neither lose what was logged until then nor wait
     * for a collector that is down.
     */
    static void drainAll(Context context) {
        List<ParkedPipeline> left = of(context);
        if (left.stream().noneMatch(parked -> parked.resetCount.get() <= 1)) {
            return;
        }
        left.forEach(parked -> parked.awaited.countDown());
        boolean interrupted = false;
        for (ParkedPipeline parked : left) {
            while (parked.drainer.isAlive()) {
                try {
                    parked.drainer.join();
                } catch (InterruptedException e) {
                    interrupted = true; // goes on: it ends within shutdownTimeoutMillis
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<ParkedPipeline> of(Context context) {
        return PARKED.stream().filter(parked -> parked.context == context).toList();
    }

    private void drainUnlessAdopted() {
        try {
            boolean unused = awaited.await(UNCLAIMED_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // somebody wants all threads to end
        }
        stopUnlessAdopted();
    }

    private void stopUnlessAdopted() {
        if (claimed.compareAndSet(false, true)) {
            running.stop();
            PARKED.remove(this);
        }
    }
}
