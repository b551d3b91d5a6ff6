package io.logferry.spill;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code -Dlogferry.seed=N} reruns one schedule, {@code -Dlogferry.schedules=N} runs more of them per kind of fault. */
class JournalModelTest {
    private static final int SCHEDULES = Integer.getInteger("logferry.schedules", 1_000);

    @ParameterizedTest
    @EnumSource
    void anyScheduleOfFaultsKeepsThePromises(JournalModel.Fault fault) {
        Long seed = Long.getLong("logferry.seed");
        (seed != null ? LongStream.of(seed) : LongStream.range(0, SCHEDULES)).forEach(s -> run(s, fault));
    }

    private static void run(long seed, JournalModel.Fault fault) {
        try {
            new JournalModel(seed, fault).run(120);
        } catch (Exception | AssertionError broken) {
            throw new AssertionError("rerun with -Dlogferry.seed=" + seed + " fault=" + fault, broken);
        }
    }
}
