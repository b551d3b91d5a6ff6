package io.logferry;

import org.jspecify.annotations.Nullable;

/**
 * What others see of a running pipeline: its MXBean, its place among the running ones, its listener. Nothing of it keeps
 * a pipeline from starting or stopping. Any thread.
 */
final class Reporting {
    private final LogPipeline<?> pipeline;
    private final StatusListener status;
    private final Thread registering;
    private @Nullable JmxBean bean;
    private @Nullable ListenerThread listening;
    private boolean ended;

    Reporting(LogPipeline<?> pipeline, StatusListener status) {
        this.pipeline = pipeline;
        this.status = status;
        registering = OwnThreads.newThread("logferry-jmx-" + pipeline.appender(), this::register);
    }

    void start() {
        Pipelines.started(pipeline);
        try {
            registering.start(); // a JVM's first MBean takes its time, which is not the application's
        } catch (Throwable noThread) {
            status.warn("appender " + pipeline.appender() + " is not seen under JMX: " + noThread);
        }
    }

    private void register() {
        try {
            JmxBean made = new JmxBean(pipeline);
            synchronized (this) {
                if (!ended) {
                    made.register();
                    bean = made;
                }
            }
        } catch (NoClassDefFoundError without) {
            // a runtime without the module java.management
        } catch (Throwable failed) {
            status.warn("appender " + pipeline.appender() + " is not seen under JMX: " + failed);
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

    /** The pipeline has ended: nothing keeps it in memory any more. */
    void end() {
        Pipelines.ended(pipeline);
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            if (listening != null) {
                listening.end();
                listening = null;
            }
            try {
                if (bean != null) {
                    bean.unregister();
                }
            } catch (Throwable failed) {
                status.warn("appender " + pipeline.appender() + " is still seen under JMX: " + failed);
            }
        }
    }
}
