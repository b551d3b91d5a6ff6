package io.logferry.sender;

import org.junit.jupiter.api.Test;

/**
 * The promises, over seeded schedules. {@code -Dlogferry.seed=N} runs one schedule again; {@code
 * -Dlogferry.schedules=N} says how many to run.
 */
class SimulationTest {
    @Test
    void everyScheduleKeepsThePromises() {
        Long seed = Long.getLong("logferry.seed");
        if (seed != null) {
            run(seed);
            return;
        }
        int schedules = Integer.getInteger("logferry.schedules", 2_000);
        long first = System.currentTimeMillis();
        for (int i = 0; i < schedules; i++) {
            run(first + i);
        }
        System.out.println("simulation: " + schedules + " schedules from seed " + first);
    }

    private static void run(long seed) {
        Simulation simulation = new Simulation(seed);
        try {
            simulation.run();
        } catch (Throwable failure) {
            throw new AssertionError(
                    "schedule failed, run it again with -Dtest=SimulationTest -Dlogferry.seed=" + seed + "\n"
                            + simulation.describe(),
                    failure);
        }
    }
}
