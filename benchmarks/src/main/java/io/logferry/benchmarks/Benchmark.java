package io.logferry.benchmarks;

/** One of the things that are measured. Main thread only. */
public interface Benchmark {
    /** Its name on the command line and of its result files. */
    String name();

    /** Measures, and leaves numbers and text in the run. */
    void run(Run run) throws Exception;
}
