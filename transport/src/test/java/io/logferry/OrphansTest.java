package io.logferry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Level;
import io.logferry.sender.Ledger;
import io.logferry.sink.SinkConfig;
import io.logferry.spill.Slot;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest extends PipelineStand {
    private static final long MINUTE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    private Path dir;

    /** Two pipelines at once leave a slot each, with one event and the end of its epoch. */
    private void leaveTwoSlots() {
        sink.down = true;
        LogPipeline<String> first = start("TEST", dir);
        first.offer("first", Level.INFO);
        await(() -> first.stats().onDisk() > 0);
        LogPipeline<String> second = start("TEST", dir);
        second.offer("second", Level.INFO);
        await(() -> second.stats().onDisk() > 0);
        assertTrue(first.stop(5_000));
        assertTrue(second.stop(5_000));
        sink.down = false;
    }

    private static long difference(Ledger ledger) {
        return ledger.carriedIn()
                + ledger.markers()
                - ledger.acked()
                - ledger.dropped()
                - ledger.inBatch()
                - ledger.inFlight()
                - ledger.onDisk();
    }

    @Test
    void whatIsCarriedInAgainAfterItsStreamWasFencedCountsOnce() throws Exception {
        leaveTwoSlots();
        PipelineConfig config = LogPipelineTest.config(sink, LogPipelineTest.spill(dir, SpillConfig.Mode.ON_FAILURE));
        Orphans orphans = new Orphans(config, status, new HelperThreads("TEST"));
        Slot own = Slot.claim(Openings.DISK, dir, "app", "TEST", System.currentTimeMillis(), status::warn);
        try {
            sink.fences = true;
            orphans.adopt(own, 0);
            await(orphans::haveEnded);
            assertEquals(2, orphans.ledger().onDisk());
            assertEquals(0, difference(orphans.ledger()));

            sink.fences = false;
            orphans.adopt(own, MINUTE_NANOS);
            await(() -> orphans.haveEnded() && orphans.ledger().onDisk() == 0);
            assertEquals(2, orphans.ledger().carriedIn());
            assertEquals(2, orphans.ledger().acked());
            assertEquals(0, difference(orphans.ledger()));
        } finally {
            orphans.stop();
            own.release();
        }
    }

    @Test
    void whoIsStoppedAdoptsNothingMore() {
        leaveTwoSlots();
        CountDownLatch stopped = new CountDownLatch(1);
        SinkConfig late = (lane, threads) -> {
            try {
                stopped.await();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
            return sink.newSink(lane, threads);
        };
        LogPipeline<String> third = start("TEST", late, dir);
        assertFalse(third.stop(1));
        stopped.countDown();
        await(() -> third.stats().settled());
        assertFalse(status.infos.stream().anyMatch(text -> text.contains("adopting")), () -> status.infos.toString());
    }
}
