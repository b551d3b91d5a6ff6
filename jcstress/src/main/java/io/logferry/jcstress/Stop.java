package io.logferry.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.logferry.BatchConfig;
import io.logferry.LogPipeline;
import io.logferry.PipelineConfig;
import io.logferry.PipelineStats;
import io.logferry.StatusListener;
import io.logferry.WhenFull;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;

/** A whole pipeline, its sender included, is stopped while an event is offered. */
@JCStressTest
@Outcome(id = "true, delivered", expect = ACCEPTABLE, desc = "before the end")
@Outcome(id = "true, dropped", expect = ACCEPTABLE, desc = "behind the sender's last look, counted as SHUTDOWN")
@Outcome(id = "false, dropped", expect = ACCEPTABLE, desc = "after the end, counted as SHUTDOWN")
@Outcome(id = ".*, not ended", expect = FORBIDDEN, desc = "stop returned, but nothing is settled")
@Outcome(id = "false, .*", expect = FORBIDDEN, desc = "an event that was refused is not counted as SHUTDOWN once")
@Outcome(expect = FORBIDDEN, desc = "stop returned settled, but an accepted event is in no counter, or in two")
@State
public class Stop {
    private static final long TIMEOUT_MILLIS = 60_000;
    private static final PipelineConfig CONFIG = new PipelineConfig(
            "STOP",
            "jcstress",
            16,
            WhenFull.DROP,
            0,
            TIMEOUT_MILLIS,
            false,
            new BatchConfig(4_096, 100, 0),
            null,
            threads -> new AckingSink());

    /** Started by one of the actors, because states are made by the thousand, and each has a thread. */
    private volatile @Nullable LogPipeline<String> pipeline;

    @Actor
    public void producer(ZL_Result result) {
        LogPipeline<String> mine = LogPipeline.start(CONFIG, new Text(), new Silence());
        pipeline = mine;
        result.r1 = mine.offer("1", Level.INFO);
    }

    @Actor
    public void stopper() {
        LogPipeline<String> started = pipeline;
        while (started == null) {
            Thread.onSpinWait();
            started = pipeline;
        }
        boolean unused = started.stop(TIMEOUT_MILLIS);
    }

    @Arbiter
    public void books(ZL_Result result) {
        LogPipeline<String> stopped = pipeline;
        result.r2 = stopped == null ? "not started" : fate(stopped.stats());
    }

    private static String fate(PipelineStats stats) {
        long delivered = stats.acked() - stats.markers();
        long dropped = stats.drops().of(DropReason.SHUTDOWN);
        if (!stats.settled()) {
            return "not ended";
        }
        if (stats.difference() != 0 || delivered + dropped != 1 || delivered * dropped != 0) {
            return stats.toString();
        }
        return delivered == 1 ? "delivered" : "dropped";
    }

    /** Events are their own text. */
    private static final class Text implements RecordEncoder<String> {
        @Override
        public long timeNanos(String event) {
            return 0;
        }

        @Override
        public Level level(String event) {
            return Level.INFO;
        }

        @Override
        public void encode(String event, ByteBuffer into) {
            into.put((byte) event.charAt(0));
        }
    }

    private static final class Silence implements StatusListener {
        @Override
        public void info(String message) {}

        @Override
        public void warn(String message) {}

        @Override
        public void alert(String message) {}
    }
}
