package io.logferry.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.logferry.ring.EventRing;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Offers to a ring that is full, or nearly. */
final class Room {
    private Room() {}

    /** A poll makes room for an offer, or comes too late for it. */
    @JCStressTest
    @Outcome(id = "true, ab1", expect = ACCEPTABLE, desc = "taken")
    @Outcome(id = "false, ab", expect = ACCEPTABLE, desc = "refused, to be counted as dropped")
    @Outcome(id = "true, .*", expect = FORBIDDEN, desc = "an event is neither taken nor counted as dropped")
    @Outcome(expect = FORBIDDEN, desc = "an event that was refused is in the ring: delivered, and counted as dropped")
    @State
    public static class PollMakesRoom {
        private final EventRing<String> ring = new EventRing<>(2);
        private final Polled polled = new Polled(ring);

        public PollMakesRoom() {
            ring.offer("a");
            ring.offer("b");
        }

        @Actor
        public void producer(ZL_Result result) {
            result.r1 = ring.offer("1");
        }

        @Actor
        public void consumer() {
            polled.next();
        }

        @Arbiter
        public void rest(ZL_Result result) {
            result.r2 = polled.all();
        }
    }

    /** Two producers want the last slot. */
    @JCStressTest
    @Outcome(id = "true, false, a1", expect = ACCEPTABLE, desc = "the one has it")
    @Outcome(id = "false, true, a2", expect = ACCEPTABLE, desc = "the other has it")
    @Outcome(id = "true, true, .*", expect = FORBIDDEN, desc = "two events in one slot: one is lost, uncounted")
    @Outcome(id = "false, false, .*", expect = FORBIDDEN, desc = "an event is dropped though there is room")
    @Outcome(expect = FORBIDDEN, desc = "the event that was refused is in the ring, or the one that was taken is not")
    @State
    public static class LastSlot {
        private final EventRing<String> ring = new EventRing<>(2);
        private final Polled polled = new Polled(ring);

        public LastSlot() {
            ring.offer("a");
        }

        @Actor
        public void one(ZZL_Result result) {
            result.r1 = ring.offer("1");
        }

        @Actor
        public void other(ZZL_Result result) {
            result.r2 = ring.offer("2");
        }

        @Arbiter
        public void rest(ZZL_Result result) {
            result.r3 = polled.all();
        }
    }

    /** A producer that waits for room, longer than any test, and the end of the pipeline. */
    @JCStressTest
    @Outcome(id = "true, a1", expect = ACCEPTABLE, desc = "taken before the end")
    @Outcome(id = "false, a", expect = ACCEPTABLE, desc = "refused, to be counted as dropped")
    @Outcome(id = "true, .*", expect = FORBIDDEN, desc = "an event is neither in the ring nor counted as dropped")
    @Outcome(expect = FORBIDDEN, desc = "an event that was refused is in the ring: delivered, and counted as dropped")
    @State
    public static class WaitingWhileItCloses {
        private final EventRing<String> ring = new EventRing<>(1);
        private final Polled polled = new Polled(ring);

        public WaitingWhileItCloses() {
            ring.offer("a");
        }

        @Actor
        public void producer(ZL_Result result) {
            result.r1 = ring.offer("1", TimeUnit.HOURS.toNanos(1));
        }

        @Actor
        public void consumer() {
            ring.close();
            polled.next();
        }

        @Arbiter
        public void rest(ZL_Result result) {
            result.r2 = polled.all();
        }
    }
}
