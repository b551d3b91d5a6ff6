package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline and what its spill folder holds: its own backlog, and what others left. */
class LogPipelineSpillTest {
    private final RecordingStatus status = new RecordingStatus();

    @Test
    void whatADownSinkDoesNotTakeIsOnDiskAndTheNextStartDeliversIt(@TempDir Path dir) {
        MemorySink sink = new MemorySink();
        sink.down = true;
        PipelineConfig config = LogPipelineTest.config(sink, LogPipelineTest.spill(dir, SpillConfig.Mode.ON_FAILURE));
        LogPipeline<String> first = LogPipeline.start(config, new TextEncoder(), status);
        for (int i = 0; i < 100; i++) {
            first.offer("e" + i, Level.INFO);
        }
        assertTrue(first.stop(5_000));
        assertEquals(101, first.stats().onDisk(), () -> first.stats().toString());
        assertEquals(0, first.stats().difference());

        sink.down = false;
        LogPipeline<String> second = LogPipeline.start(config, new TextEncoder(), status);
        LogPipelineTest.await(() -> second.stats().acked() == 101);
        assertTrue(second.stop(5_000));
        assertEquals(101, second.stats().carriedIn());
        assertEquals("e0", sink.bodies.get(0));
        assertEquals("e99", sink.bodies.get(99));
        assertEquals(0, second.stats().difference());
    }

    @Test
    void aSlotThatNobodyHoldsIsAdoptedAndDeleted(@TempDir Path dir) throws Exception {
        MemorySink sink = new MemorySink();
        sink.down = true;
        PipelineConfig config = LogPipelineTest.config(sink, LogPipelineTest.spill(dir, SpillConfig.Mode.ON_FAILURE));
        LogPipeline<String> first = LogPipeline.start(config, new TextEncoder(), status);
        LogPipeline<String> second = LogPipeline.start(config, new TextEncoder(), status);
        first.offer("of the first", Level.INFO);
        second.offer("of the second", Level.INFO);
        assertTrue(first.stop(5_000));
        assertTrue(second.stop(5_000));
        try (var slots = Files.list(dir)) {
            assertEquals(2, slots.filter(Files::isDirectory).count(), "two appenders, two slots");
        }
        sink.down = false;
        LogPipeline<String> third = LogPipeline.start(config, new TextEncoder(), status);
        LogPipelineTest.await(() -> sink.bodies.contains("of the first") && sink.bodies.contains("of the second"));
        LogPipelineTest.await(() -> slots(dir) == 1);
        LogPipelineTest.await(() -> third.stats().onDisk() == 0);
        assertTrue(third.stop(5_000));
        assertEquals(0, third.stats().difference(), () -> third.stats().toString());
    }

    @Test
    void anOrphanOfWhichTheSinkHasMoreThanItAckedIsDeliveredAndDeleted(@TempDir Path dir) {
        MemorySink sink = new MemorySink();
        sink.acks = false;
        PipelineConfig config = LogPipelineTest.config(sink, LogPipelineTest.spill(dir, SpillConfig.Mode.ALWAYS));
        LogPipeline<String> first = LogPipeline.start(config, new TextEncoder(), status);
        LogPipelineTest.await(() -> slots(dir) == 1);
        LogPipeline<String> second = LogPipeline.start(config, new TextEncoder(), status);
        second.offer("taken, not acked", Level.INFO);
        LogPipelineTest.await(() -> sink.bodies.contains("taken, not acked"));
        sink.down = true;
        second.offer("not taken", Level.INFO);
        assertTrue(second.stop(5_000));
        assertTrue(first.stop(5_000));
        assertEquals(2, slots(dir));
        sink.down = false;
        sink.acks = true;
        LogPipeline<String> third = LogPipeline.start(config, new TextEncoder(), status);
        LogPipelineTest.await(() -> slots(dir) == 1);
        assertTrue(third.stop(5_000));
        assertTrue(sink.bodies.contains("not taken"), () -> sink.bodies.toString());
        assertEquals(1, java.util.Collections.frequency(sink.bodies, "taken, not acked"));
        assertEquals(0, third.stats().difference(), () -> third.stats().toString());
    }

    @Test
    void everySlotThatNobodyHoldsIsAdoptedOneAfterTheOther(@TempDir Path dir) {
        MemorySink sink = new MemorySink();
        sink.down = true;
        PipelineConfig config = LogPipelineTest.config(sink, LogPipelineTest.spill(dir, SpillConfig.Mode.ON_FAILURE));
        List<LogPipeline<String>> pipelines = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pipelines.add(LogPipeline.start(config, new TextEncoder(), status));
            pipelines.get(i).offer("of " + i, Level.INFO);
        }
        pipelines.forEach(pipeline -> assertTrue(pipeline.stop(5_000)));
        assertEquals(4, slots(dir));
        sink.down = false;
        LogPipeline<String> last = LogPipeline.start(config, new TextEncoder(), status);
        LogPipelineTest.await(() -> slots(dir) == 1); // long before the next look in a minute
        LogPipelineTest.await(() -> last.stats().onDisk() == 0);
        assertTrue(last.stop(5_000));
        assertTrue(sink.bodies.containsAll(List.of("of 0", "of 1", "of 2", "of 3")), () -> sink.bodies.toString());
        assertEquals(0, last.stats().difference(), () -> last.stats().toString());
    }

    private static long slots(Path dir) {
        try (var slots = Files.list(dir)) {
            return slots.filter(Files::isDirectory).count();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anOrphanWhoseEpochWasPartlyDeliveredIsDrainedToo(@TempDir Path dir) {
        MemorySink sink = new MemorySink();
        PipelineConfig config = LogPipelineTest.config(sink, LogPipelineTest.spill(dir, SpillConfig.Mode.ALWAYS));
        LogPipeline<String> first = LogPipeline.start(config, new TextEncoder(), status);
        LogPipeline<String> second = LogPipeline.start(config, new TextEncoder(), status);
        first.offer("a1", Level.INFO);
        second.offer("b1", Level.INFO);
        LogPipelineTest.await(() -> first.stats().acked() == 1 && second.stats().acked() == 1);
        sink.down = true;
        first.offer("a2", Level.INFO);
        second.offer("b2", Level.INFO);
        assertTrue(first.stop(5_000));
        assertTrue(second.stop(5_000));
        sink.down = false;
        LogPipeline<String> third = LogPipeline.start(config, new TextEncoder(), status);
        LogPipelineTest.await(() -> third.stats().acked() == 4);
        assertTrue(third.stop(5_000));
        assertEquals(1, sink.bodies.stream().filter("a2"::equals).count());
        assertEquals(1, sink.bodies.stream().filter("b2"::equals).count());
        LogPipelineTest.await(() -> third.stats().settled());
        assertEquals(0, third.stats().difference(), () -> third.stats().toString());
    }

    @Test
    void aSpillFolderThatCannotBeUsedIsAWarningAndLoggingGoesOn(@TempDir Path dir) throws Exception {
        Path file = Files.createFile(dir.resolve("a-file"));
        MemorySink sink = new MemorySink();
        LogPipeline<String> pipeline = LogPipeline.start(
                LogPipelineTest.config(sink, LogPipelineTest.spill(file, SpillConfig.Mode.ALWAYS)),
                new TextEncoder(),
                status);
        pipeline.offer("e", Level.INFO);
        assertTrue(pipeline.stop(5_000));
        assertTrue(sink.bodies.contains("e"));
        assertTrue(status.warnings.get(0).contains(file.toString()), () -> status.warnings.toString());
    }
}
