package io.logferry.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.LogPipeline;
import io.logferry.PipelineStand;
import io.logferry.frame.Level;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogferryMetricsTest extends PipelineStand {
    private final MeterRegistry registry = new SimpleMeterRegistry();

    private double counter(String name, String appender, String... tags) {
        FunctionCounter counter = registry.find(name)
                .tags("appender", appender, "source", "app")
                .tags(tags)
                .functionCounter();
        return counter == null ? -1 : counter.count();
    }

    private double gauge(String name, String appender) {
        Gauge gauge = registry.find(name).tags("appender", appender).gauge();
        return gauge == null ? -1 : gauge.value();
    }

    @Test
    void pipelinesThatRunAlreadyAndThoseThatStartLaterAreBound() {
        LogPipeline<String> first = start("A", null);
        first.offer("e", Level.INFO);
        new LogferryMetrics().bindTo(registry);
        start("B", null).offer("e", Level.INFO);
        await(() -> counter("logferry.events.acked", "A") == 1);
        await(() -> counter("logferry.events.acked", "B") == 1);
        await(() -> counter("logferry.frames.sent", "A") == 1);
        assertTrue(counter("logferry.sent", "A") > 64);
        assertEquals(
                "bytes", registry.get("logferry.sent").functionCounter().getId().getBaseUnit());
        assertEquals(2, registry.get("logferry.pipelines").gauge().value());
        assertEquals(256, gauge("logferry.ring.capacity", "A"));
        assertEquals(0, gauge("logferry.ring.size", "A"));
    }

    @Test
    void countersGoOnWhereThoseOfAnEndedPipelineOfTheNameStopped_andGaugesAreOfTheRunningOne() {
        new LogferryMetrics().bindTo(registry);
        LogPipeline<String> first = start("A", null);
        first.offer("e", Level.INFO);
        first.countFailed(Level.WARN);
        assertTrue(first.stop(5_000));
        double acked = first.stats().acked();
        assertEquals(acked, counter("logferry.events.acked", "A"));
        assertEquals(-1, gauge("logferry.ring.size", "A"));
        assertEquals(-1, gauge("logferry.sink.up", "A"));
        LogPipeline<String> second = start("A", null);
        second.offer("e", Level.INFO);
        await(() -> counter("logferry.events.acked", "A") == acked + 1);
        await(() -> gauge("logferry.sink.up", "A") == 1);
        assertEquals(1, counter("logferry.events.dropped", "A", "reason", "ENCODE_FAILED", "level", "WARN"));
    }

    @Test
    void twoOfTheSameNameAreOneSum() {
        new LogferryMetrics().bindTo(registry);
        start("A", null).offer("e", Level.INFO);
        start("A", null).offer("e", Level.INFO);
        await(() -> counter("logferry.events.acked", "A") == 2);
        assertEquals(512, gauge("logferry.ring.capacity", "A"));
        assertEquals(2, registry.get("logferry.pipelines").gauge().value());
    }

    @Test
    void theDestinationAndTheSpillAreSeen(@TempDir Path dir) throws Exception {
        new LogferryMetrics().bindTo(registry);
        sink.down = true;
        LogPipeline<String> pipeline = start("A", dir);
        pipeline.offer("e", Level.INFO);
        await(() -> gauge("logferry.spill.events", "A") == 1);
        await(() -> gauge("logferry.spill.size", "A") > 0);
        assertEquals(1 << 20, gauge("logferry.spill.limit", "A"));
        assertEquals(1, gauge("logferry.spill.usable", "A"));
        assertEquals(0, gauge("logferry.sink.up", "A"));
        assertEquals("1", registry.get("logferry.sink.up").gauge().getId().getTag("lane"));
        sink.down = false;
        await(() -> gauge("logferry.sink.up", "A") == 1);
        await(() -> counter("logferry.events.replayed", "A") == 1);
        start("B", Files.createFile(dir.resolve("a-file")));
        await(() -> gauge("logferry.spill.usable", "B") == 0);
        assertEquals(1, gauge("logferry.spill.usable", "A"));
    }

    @Test
    void anAppenderWithoutASpillHasNoMetersOfOne() {
        new LogferryMetrics().bindTo(registry);
        start("A", null);
        assertTrue(registry.find("logferry.spill.limit").meters().isEmpty());
        assertTrue(registry.find("logferry.spill.usable").meters().isEmpty());
    }

    @Test
    void tagsOfTheApplicationAreOnEveryMeter_andCloseRemovesThemAll() {
        LogferryMetrics metrics = new LogferryMetrics(Tags.of("region", "eu"));
        metrics.bindTo(registry);
        start("A", null);
        assertTrue(registry.getMeters().stream()
                .allMatch(m -> "eu".equals(m.getId().getTag("region"))));
        metrics.close();
        assertEquals(0, registry.getMeters().size());
        start("B", null);
        assertEquals(0, registry.getMeters().size());
    }

    @Test
    void ofTwoBindersOfOneRegistry_theLastToBeClosedRemovesTheMeters() {
        LogferryMetrics first = new LogferryMetrics();
        LogferryMetrics second = new LogferryMetrics();
        first.bindTo(registry);
        second.bindTo(registry);
        start("A", null).offer("e", Level.INFO);
        first.close();
        await(() -> counter("logferry.events.acked", "A") == 1);
        assertEquals(1, registry.get("logferry.pipelines").gauge().value());
        start("B", null).offer("e", Level.INFO);
        await(() -> counter("logferry.events.acked", "B") == 1);
        second.close();
        assertEquals(0, registry.getMeters().size());
        second.bindTo(registry);
        await(() -> counter("logferry.events.acked", "A") == 1);
    }

    @Test
    void anyMeterThatNoFilterDeniesKeepsTheOthersAlive() {
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("logferry.pipelines"));
        start("A", null).offer("e", Level.INFO);
        new LogferryMetrics().bindTo(registry);
        WeakReference<Object> reference = new WeakReference<>(new Object());
        await(() -> {
            System.gc();
            return reference.get() == null;
        });
        start("B", null).offer("e", Level.INFO);
        await(() -> counter("logferry.events.acked", "A") == 1);
        await(() -> counter("logferry.events.acked", "B") == 1);
    }

    @Test
    void namesMadeByAProgramEndInOneSetOfMeters() {
        new LogferryMetrics().bindTo(registry);
        for (int i = 0; i < 105; i++) {
            assertTrue(start("many-" + i, null).stop(5_000));
        }
        Set<String> appenders = registry.find("logferry.events.acked").meters().stream()
                .map(Meter::getId)
                .map(id -> id.getTag("appender"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(101, appenders.size());
        assertTrue(appenders.contains("others"));
    }

    @Test
    void aRegistryThatIsForgottenTakesTheMetersAlong_andWhileItIsUsedTheBinderNeedNotBeKept() {
        MeterRegistry forgotten = new SimpleMeterRegistry();
        new LogferryMetrics().bindTo(forgotten);
        new LogferryMetrics().bindTo(registry);
        WeakReference<MeterRegistry> reference = new WeakReference<>(forgotten);
        forgotten = null;
        start("A", null);
        await(() -> {
            System.gc();
            return reference.get() == null;
        });
        assertNull(reference.get());
        start("B", null).offer("e", Level.INFO);
        await(() -> counter("logferry.events.acked", "B") == 1);
    }
}
