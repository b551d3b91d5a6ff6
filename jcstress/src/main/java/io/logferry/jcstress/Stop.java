package io.logferry.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.logferry.BatchConfig;
import io.logferry.LogPipeline;
import io.logferry.PipelineConfig;
import io.logferry.PipelineStats;
import io.logferry.StatusListener;
import io.logferry.WhenFull;
import io.logferry.frame.Codec;
import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A whole pipeline, its sender included, is stopped while events are offered, up to the first that comes too late. */
@JCStressTest
@Outcome(id = "all counted", expect = ACCEPTABLE, desc = "each delivered, or counted as dropped")
@Outcome(id = "all counted, some late", expect = ACCEPTABLE, desc = "taken behind the sender's last look: SHUTDOWN")
@Outcome(id = "not ended", expect = FORBIDDEN, desc = "stop returned, but nothing is settled")
@Outcome(id = "less.*", expect = FORBIDDEN, desc = "stop returned settled, but an accepted event is in no counter")
@Outcome(expect = FORBIDDEN, desc = "an event is delivered and counted as dropped, or twice one of them")
@State
public class Stop {
    private static final long TIMEOUT_MILLIS = 60_000;
    private static final PipelineConfig CONFIG = new PipelineConfig(
            "STOP",
            "jcstress",
            1_024,
            WhenFull.DROP,
            0,
            TIMEOUT_MILLIS,
            Codec.NONE,
            new BatchConfig(4_096, 100, 0),
            null,
            (lane, threads) -> new AckingSink());

    /** Started by one of the actors, because states are made by the thousand, and each has a thread. */
    private volatile @Nullable LogPipeline<String> pipeline;

    private volatile boolean stopping;
    private long offered;
    private long taken;

    @Actor
    public void producer() {
        LogPipeline<String> mine = LogPipeline.start(CONFIG, new Text(), new Silence());
        pipeline = mine;
        boolean goesOn = true;
        while (goesOn) {
            boolean late = stopping;
            boolean took = mine.offer("1", Level.INFO);
            offered++;
            taken += took ? 1 : 0;
            goesOn = took || !late;
        }
    }

    @Actor
    public void stopper() {
        LogPipeline<String> started = pipeline;
        while (started == null) {
            Thread.onSpinWait();
            started = pipeline;
        }
        stopping = true;
        boolean unused = started.stop(TIMEOUT_MILLIS);
    }

    @Arbiter
    public void books(L_Result result) {
        LogPipeline<String> stopped = pipeline;
        result.r1 = stopped == null ? "not started" : verdict(stopped.stats());
    }

    private String verdict(PipelineStats stats) {
        if (!stats.settled()) {
            return "not ended";
        }
        long delivered = stats.acked() - stats.markers();
        long counted = delivered + stats.drops().total();
        if (counted == offered && stats.difference() == 0) {
            return delivered == taken ? "all counted" : "all counted, some late";
        }
        return (counted < offered ? "less of " : "more of ") + offered + ": " + stats;
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
