package io.logferry.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.logferry.ring.EventRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Events from two producers to one consumer, with room for all of them, and without. The second producer is the consumer
 * as well, which any thread may be, because jcstress runs no more threads than there are cores.
 */
final class HandOver {
    private HandOver() {}

    /** Nothing is lost, doubled or out of a producer's order. */
    @JCStressTest
    @Outcome(
            id = {"12ab", "1a2b", "1ab2", "a12b", "a1b2", "ab12"},
            expect = ACCEPTABLE,
            desc = "all of them, each producer's in order")
    @Outcome(id = "(?=.*2.*1|.*b.*a).*", expect = FORBIDDEN, desc = "an event overtakes an older one of its thread")
    @Outcome(id = "(.*(.).*\\2.*)", expect = FORBIDDEN, desc = "an event is polled twice: the slot was not emptied")
    @Outcome(expect = FORBIDDEN, desc = "an event is lost: two producers took one slot, or its slot was skipped")
    @State
    public static class TwoProducers {
        private final EventRing<String> ring = new EventRing<>(4);
        private final Polled polled = new Polled(ring);

        @Actor
        public void digits() {
            ring.offer("1");
            ring.offer("2");
        }

        @Actor
        public void letters() {
            ring.offer("a");
            polled.next();
            ring.offer("b");
            polled.next();
        }

        @Arbiter
        public void rest(L_Result result) {
            result.r1 = polled.all();
        }
    }

    /** Every slot is used again by another producer, round after round. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "as many left the ring as it says it took")
    @Outcome(
            id = "-[1-9]",
            expect = FORBIDDEN,
            desc = "an event is neither taken nor counted as dropped: it overwrote, or was overwritten")
    @Outcome(expect = FORBIDDEN, desc = "an event is polled twice, or polled though it was refused")
    @State
    public static class RoundAndRound {
        private final EventRing<String> ring = new EventRing<>(2);
        private final Polled polled = new Polled(ring);
        private int digitsTaken;
        private int lettersTaken;

        @Actor
        public void digits() {
            for (int i = 0; i < 3; i++) {
                digitsTaken += ring.offer("1") ? 1 : 0;
            }
        }

        @Actor
        public void letters() {
            for (int i = 0; i < 3; i++) {
                lettersTaken += ring.offer("a") ? 1 : 0;
                polled.next();
            }
        }

        @Arbiter
        public void rest(I_Result result) {
            result.r1 = polled.all().length() - digitsTaken - lettersTaken;
        }
    }

    /** The number that everybody may ask for. */
    @JCStressTest
    @Outcome(id = "[12]", expect = ACCEPTABLE, desc = "a size that it had")
    @Outcome(expect = FORBIDDEN, desc = "a size that it never had: head and tail of different times")
    @State
    public static class SizeWhileItMoves {
        private final EventRing<String> ring = new EventRing<>(2);

        public SizeWhileItMoves() {
            ring.offer("1");
        }

        @Actor
        public void letters() {
            for (int i = 0; i < 4; i++) {
                ring.offer("a");
                ring.poll();
            }
        }

        @Actor
        public void reader(I_Result result) {
            result.r1 = ring.size();
        }
    }
}
