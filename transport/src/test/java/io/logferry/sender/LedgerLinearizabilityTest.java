package io.logferry.sender;

import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Drops of several threads are counted as one after the other, and read as such. */
class LedgerLinearizabilityTest {
    private static final int SCENARIOS = 10;
    private static final int SCHEDULES = 200;

    /** What is checked. */
    public static final class Counted {
        private final Ledger ledger = new Ledger();

        @Operation
        public void drop() {
            ledger.drop(DropReason.RING_FULL, Level.INFO);
        }

        @Operation
        public long dropped() {
            return ledger.dropped(DropReason.RING_FULL);
        }
    }

    /** What it shall be. */
    public static final class Count {
        private long drops;

        public void drop() {
            drops++;
        }

        public long dropped() {
            return drops;
        }
    }

    @Test
    void concurrentDropsAreAllCounted() {
        new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(SCHEDULES)
                .threads(3)
                .actorsPerThread(2)
                .sequentialSpecification(Count.class)
                .check(Counted.class);
    }
}
