package io.logferry.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.sender.Ledger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Drops that are counted by several threads while statistics are read. */
final class Drops {
    private Drops() {}

    @JCStressTest
    @Outcome(
            id = {"1, [12], 2", "2, 2, 2"},
            expect = ACCEPTABLE,
            desc = "never less than before, all at the end")
    @Outcome(
            id = ".*, 2",
            expect = FORBIDDEN,
            desc = "a count goes back, beyond what was dropped, or lacks the reader's own")
    @Outcome(expect = FORBIDDEN, desc = "a drop is in no counter or in two: concurrent counts are lost")
    @State
    public static class TwoAtOnce {
        private final Ledger ledger = new Ledger();

        @Actor
        public void one() {
            ledger.drop(DropReason.RING_FULL, Level.INFO);
        }

        @Actor
        public void other(III_Result result) {
            ledger.drop(DropReason.RING_FULL, Level.INFO);
            result.r1 = (int) ledger.dropped(DropReason.RING_FULL);
            result.r2 = (int) ledger.dropped(DropReason.RING_FULL);
        }

        @Arbiter
        public void end(III_Result result) {
            result.r3 = (int) ledger.drops()[DropReason.RING_FULL.ordinal()][Level.INFO.ordinal()];
        }
    }

    /** An event after the end is accepted and dropped in one; statistics read the drops first. */
    @JCStressTest
    @Outcome(
            id = {"0, [012]", "1, [12]", "2, 2"},
            expect = ACCEPTABLE,
            desc = "not more dropped than accepted")
    @Outcome(expect = FORBIDDEN, desc = "an event is counted as dropped before it is counted as accepted")
    @State
    public static class AfterTheEnd {
        private final Ledger ledger = new Ledger();

        @Actor
        public void producer() {
            ledger.dropLate(Level.INFO);
            ledger.dropFailed(Level.WARN);
        }

        @Actor
        public void reader(II_Result result) {
            result.r1 = (int) ledger.dropped();
            result.r2 = (int) ledger.late();
        }
    }
}
