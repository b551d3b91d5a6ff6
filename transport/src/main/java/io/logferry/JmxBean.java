package io.logferry;

import io.logferry.frame.DropReason;
import io.logferry.sink.SinkState;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** The MXBean of one pipeline. Any thread. */
final class JmxBean extends StandardMBean implements PipelineMXBean {
    private static final int MOST_IDS = 100_000;

    private final LogPipeline<?> pipeline;
    /** Of the request that is being answered. */
    private PipelineStats stats;

    private @Nullable ObjectName name;

    JmxBean(LogPipeline<?> pipeline) {
        super(PipelineMXBean.class, true);
        this.pipeline = pipeline;
        stats = pipeline.stats();
    }

    /** Registers it under the first free number. */
    synchronized void register() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        String prefix = "io.logferry:type=Pipeline,appender=" + ObjectName.quote(pipeline.appender()) + ",id=";
        for (int id = 1; name == null && id < MOST_IDS; id++) {
            ObjectName free = new ObjectName(prefix + id);
            try {
                server.registerMBean(this, free);
                name = free;
            } catch (InstanceAlreadyExistsException taken) {
                // by another appender of this name, perhaps of another class loader
            }
        }
    }

    synchronized void unregister() throws JMException {
        if (name != null) {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            name = null;
        }
    }

    @Override
    public synchronized Object getAttribute(String attribute)
            throws AttributeNotFoundException, MBeanException, ReflectionException {
        stats = pipeline.stats();
        return super.getAttribute(attribute);
    }

    @Override
    public synchronized AttributeList getAttributes(String[] attributes) {
        stats = pipeline.stats();
        return super.getAttributes(attributes);
    }

    @Override
    public synchronized String getAppender() {
        return pipeline.appender();
    }

    @Override
    public synchronized String getSource() {
        return pipeline.source();
    }

    @Override
    public synchronized long getCarriedIn() {
        return stats.carriedIn();
    }

    @Override
    public synchronized long getAccepted() {
        return stats.accepted();
    }

    @Override
    public synchronized long getAcked() {
        return stats.acked();
    }

    @Override
    public synchronized long getDropped() {
        return stats.drops().total();
    }

    @Override
    public synchronized Map<String, Long> getDroppedByReason() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (DropReason reason : DropReason.values()) {
            long count = stats.drops().of(reason);
            if (count > 0) {
                counts.put(reason.name(), count);
            }
        }
        return counts;
    }

    @Override
    public synchronized long getInRing() {
        return stats.inRing();
    }

    @Override
    public synchronized int getRingCapacity() {
        return stats.ringCapacity();
    }

    @Override
    public synchronized long getInBatch() {
        return stats.inBatch();
    }

    @Override
    public synchronized long getInFlight() {
        return stats.inFlight();
    }

    @Override
    public synchronized long getOnDisk() {
        return stats.onDisk();
    }

    @Override
    public synchronized long getSpilled() {
        return stats.spilled();
    }

    @Override
    public synchronized long getReplayed() {
        return stats.replayed();
    }

    @Override
    public synchronized long getUnjournalled() {
        return stats.unjournalled();
    }

    @Override
    public synchronized long getSuppressed() {
        return stats.suppressed();
    }

    @Override
    public synchronized long getFramesSent() {
        return stats.traffic().framesSent();
    }

    @Override
    public synchronized long getFramesAcked() {
        return stats.traffic().framesAcked();
    }

    @Override
    public synchronized long getBytesSent() {
        return stats.traffic().bytesSent();
    }

    @Override
    public synchronized long getConnects() {
        return stats.traffic().connects();
    }

    @Override
    public synchronized long getDisconnects() {
        return stats.traffic().disconnects();
    }

    @Override
    public synchronized boolean isSpillConfigured() {
        return stats.spill() != null;
    }

    @Override
    public synchronized boolean isSpillUsable() {
        PipelineStats.Spill spill = stats.spill();
        return spill != null && spill.usable();
    }

    @Override
    public synchronized long getSpillBytes() {
        PipelineStats.Spill spill = stats.spill();
        return spill == null ? 0 : spill.usedBytes();
    }

    @Override
    public synchronized long getSpillMaxBytes() {
        PipelineStats.Spill spill = stats.spill();
        return spill == null ? 0 : spill.maxBytes();
    }

    @Override
    public synchronized boolean isSinkUp() {
        return stats.sinks().stream().allMatch(SinkState::up);
    }

    @Override
    public synchronized String[] getSinks() {
        return stats.sinks().stream().map(JmxBean::text).toArray(String[]::new);
    }

    private static String text(SinkState sink) {
        String since = " since " + Instant.ofEpochMilli(sink.sinceEpochMillis()) + ": " + sink.destination();
        return sink.up() ? "up" + since : "down" + since + ": " + sink.reason();
    }
}
