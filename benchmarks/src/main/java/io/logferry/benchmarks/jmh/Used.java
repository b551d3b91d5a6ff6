package io.logferry.benchmarks.jmh;

import io.logferry.benchmarks.Cpu;
import java.util.Map;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.IterationResult;

/**
 * What the measured thread itself used, whatever else runs on the machine; JMH adds up the fields over threads, and
 * clears them for each iteration. One thread.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Used {
    static final String CPU = "own CPU ns";
    static final String BYTES = "own garbage B";

    public long times;
    public long cpuNanos;
    public long allocatedBytes;

    /** What is measured begins. */
    void begin() {
        allocatedBytes -= Cpu.allocatedBytes();
        cpuNanos -= Cpu.threadNanos();
    }

    /** It was done so many times. */
    void end(int timesDone) {
        cpuNanos += Cpu.threadNanos();
        allocatedBytes += Cpu.allocatedBytes();
        times += timesDone;
    }

    /** Per time. */
    static Map<String, Double> of(IterationResult iteration) {
        double times = JmhRun.secondary(iteration, "times");
        return Map.of(
                CPU,
                JmhRun.secondary(iteration, "cpuNanos") / times,
                BYTES,
                JmhRun.secondary(iteration, "allocatedBytes") / times);
    }
}
