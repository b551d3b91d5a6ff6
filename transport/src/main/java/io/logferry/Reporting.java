package io.logferry;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What others see of a running pipeline: its MXBean, its place among the running ones, its listener. Nothing of it keeps
 * a pipeline from starting or stopping. Any thread.
 *
 * <p>The MXBean is registered and taken away without the lock, on threads of their own: that calls agents and listeners
 * that are not ours, and a JVM's first MBean takes its time.
 */
final class Reporting {
    /** So long a stop waits for the MXBean to be gone. */
    private static final long UNREGISTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LogPipeline<?> pipeline;
    private final StatusListener status;
    private final Thread registering;
    private @Nullable JmxBean bean;
    private @Nullable ListenerThread listening;
    private boolean ended;

    Reporting(LogPipeline<?> pipeline, StatusListener status) {
        this.pipeline = pipeline;
        this.status = status;
        registering = jmxThread(this::register);
    }

    void start() {
        Pipelines.started(pipeline);
        try {
            registering.start();
        } catch (Throwable noThread) {
            status.warn("appender " + pipeline.appender() + " is not seen under JMX: " + noThread);
        }
    }

    private Thread jmxThread(Runnable body) {
        return OwnThreads.newCallingThread("logferry-jmx-" + pipeline.appender(), body);
    }

    private void register() {
        try {
            JmxBean made = new JmxBean(pipeline);
            made.register();
            if (!keep(made)) {
                unregister(made);
            }
        } catch (NoClassDefFoundError without) {
            // a runtime without the module java.management
        } catch (Throwable failed) {
            status.warn("appender " + pipeline.appender() + " is not seen under JMX: " + failed);
        }
    }

    private synchronized boolean keep(JmxBean registered) {
        bean = registered;
        return !ended;
    }

    private void unregister(JmxBean registered) {
        try {
            registered.unregister();
        } catch (Throwable failed) {
            status.warn("appender " + pipeline.appender() + " is still seen under JMX: " + failed);
        }
    }

    /** Tells this listener from now on, instead of the one before; null for none. */
    synchronized void listener(@Nullable PipelineListener listener) {
        if (listening != null && listening.isOf(listener)) {
            return;
        }
        if (listening != null) {
            listening.replace();
            listening = null;
        }
        if (listener == null || ended) {
            return;
        }
        try {
            ListenerThread next = new ListenerThread(listener, pipeline.appender(), pipeline::stats, status);
            next.start();
            listening = next;
        } catch (Throwable noThread) {
            status.warn("the listener of appender " + pipeline.appender() + " is not told anything: " + noThread);
        }
    }

    /** The pipeline has ended: nothing keeps it in memory any more. Waits at most this time, and not if interrupted. */
    void end(long timeoutNanos) {
        Pipelines.ended(pipeline);
        JmxBean registered;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            if (listening != null) {
                listening.end();
                listening = null;
            }
            registered = bean;
        }
        if (registered == null) {
            return; // not yet, perhaps: then it is taken away by whoever registers it
        }
        try {
            Thread unregistering = jmxThread(() -> unregister(registered));
            unregistering.start();
            TimeUnit.NANOSECONDS.timedJoin(unregistering, Math.min(timeoutNanos, UNREGISTER_NANOS));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (Throwable noThread) {
            status.warn("appender " + pipeline.appender() + " is still seen under JMX: " + noThread);
        }
    }
}
