package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Level;
import io.logferry.sender.Spill;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningsTest extends PipelineStand {
    @TempDir
    private Path dir;

    private Path folder() {
        return dir.resolve("app-TEST-0");
    }

    private void damageFirstFrame() throws IOException {
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(folder(), "*.seg")) {
            for (Path segment : segments) {
                byte[] bytes = Files.readAllBytes(segment);
                bytes[80] ^= 1;
                Files.write(segment, bytes);
            }
        }
    }

    @Test
    void aJournalThatCannotBeOpenedLeavesItsSlotToTheNext() throws Exception {
        sink.down = true;
        PipelineConfig config = LogPipelineTest.config(sink, LogPipelineTest.spill(dir, SpillConfig.Mode.ON_FAILURE));
        LogPipeline<String> pipeline = start("TEST", dir);
        for (int i = 1; i <= 2; i++) { // frames
            int count = i;
            pipeline.offer("event", Level.INFO);
            await(() -> pipeline.stats().onDisk() == count);
        }
        assertTrue(pipeline.stop(5_000));
        damageFirstFrame(); // which is told
        AtomicBoolean told = new AtomicBoolean();
        StatusListener throwing = new StatusListener() {
            @Override
            public void info(String message) {}

            @Override
            public void warn(String message) {
                if (told.compareAndSet(false, true)) {
                    throw new IllegalStateException(message);
                }
            }

            @Override
            public void alert(String message) {}
        };
        assertNull(Openings.openSpill(config, throwing));
        assertTrue(told.get());
        Spill next = Openings.openSpill(config, new RecordingStatus());
        assertNotNull(next);
        assertEquals(folder(), next.slot().folder());
        Openings.close(next);
    }
}
