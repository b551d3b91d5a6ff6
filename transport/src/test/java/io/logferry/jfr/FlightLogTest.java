package io.logferry.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.logferry.LogPipeline;
import io.logferry.PipelineStand;
import io.logferry.TextEncoder;
import io.logferry.frame.Batch;
import io.logferry.frame.Codec;
import io.logferry.frame.DropReason;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameEncoder;
import io.logferry.frame.Level;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightLogTest extends PipelineStand {
    private static final Set<String> ALL =
            Set.of("BatchSealed", "FrameSent", "FrameAcked", "Spilled", "Replayed", "SinkState", "Dropped");

    @Test
    void withoutARecordingNothingIsAllocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        FlightLog log = new FlightLog(new UUID(1, 2));
        Batch batch = new Batch(1_000, 10);
        batch.add("a record", new TextEncoder());
        Frame frame = new FrameEncoder(new UUID(1, 2), Codec.NONE).seal(batch, 1, 0);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                log.batchSealed(frame, i);
                log.frameSent(frame);
                log.frameAcked(frame, i);
                log.spilled(frame);
                log.replayed(frame);
                log.sinkChanged(true, "a", "", i);
                log.dropped(DropReason.RING_FULL, i);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least <= 256, "allocatedBytes=" + least); // what asking for the figure may itself allocate
    }

    @Test
    void aRecordingHasWhatHappenedToFramesSinkAndDrops_onTheSenderThread(@TempDir Path dir) {
        List<RecordedEvent> events = new CopyOnWriteArrayList<>();
        try (RecordingStream recording = new RecordingStream()) {
            ALL.forEach(name -> recording.enable("io.logferry." + name));
            recording.setReuse(false);
            recording.onEvent(event -> {
                if (event.getEventType().getName().startsWith("io.logferry.")) {
                    events.add(event);
                }
            });
            recording.startAsync();
            sink.down = true;
            LogPipeline<String> pipeline = start("A", dir);
            for (int i = 0; i < 10; i++) {
                pipeline.offer("e" + i, Level.INFO);
            }
            await(() -> pipeline.stats().onDisk() == 10);
            pipeline.countFailed(Level.WARN);
            sink.down = false;
            await(() -> pipeline.stats().acked() >= 10);
            assertTrue(pipeline.stop(5_000));
            await(() -> names(events).equals(new TreeSet<>(ALL)));
        }
        for (RecordedEvent event : events) {
            assertEquals("logferry-A", event.getThread().getJavaName(), event::toString);
            assertEquals(null, event.getStackTrace(), event::toString);
            assertEquals(List.of("Logferry"), event.getEventType().getCategoryNames());
        }
        RecordedEvent acked = first(events, "FrameAcked");
        assertTrue(acked.getLong("bytes") > 64, acked::toString);
        assertTrue(acked.getInt("records") > 0, acked::toString);
        assertTrue(acked.getDuration("roundTrip").toNanos() > 0, acked::toString);
        RecordedEvent state = first(events, "SinkState");
        assertEquals("down", state.getString("reason"));
        assertEquals("memory", state.getString("destination"));
        RecordedEvent dropped = first(events, "Dropped");
        assertEquals("ENCODE_FAILED", dropped.getString("reason"));
        assertEquals(1, dropped.getLong("records"));
    }

    @Test
    void whateverIsWrongWithTheFlightRecorder_theSenderDoesWithoutIt() throws Exception {
        Class<?> type = Class.forName(FlightLog.class.getName(), true, new BrokenLoader());
        Object log = type.getConstructor(UUID.class).newInstance(new UUID(1, 2));
        type.getMethod("dropped", DropReason.class, long.class).invoke(log, DropReason.RING_FULL, 1L);
    }

    /** Throws what no loader should. */
    private static final class BrokenLoader extends ClassLoader {
        BrokenLoader() {
            super(FlightLog.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals("jdk.jfr.Event")) {
                throw new IllegalStateException("as the test says");
            }
            return name.equals(FlightLog.class.getName()) ? own(name) : super.loadClass(name, resolve);
        }

        private Class<?> own(String name) {
            try (InputStream code = FlightLog.class.getResourceAsStream("FlightLog.class")) {
                byte[] bytes = code.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Set<String> names(List<RecordedEvent> events) {
        Set<String> names = new TreeSet<>();
        new ArrayList<>(events)
                .forEach(event -> names.add(event.getEventType().getName().substring("io.logferry.".length())));
        return names;
    }

    private static RecordedEvent first(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("io.logferry." + name))
                .findFirst()
                .orElseThrow();
    }
}
