package io.logferry.benchmarks;

import java.util.List;

/** What Log4j's logger.info costs the application's thread, and its process. */
final class Log4j2CallerBenchmark implements Benchmark {
    private static final Subject EMPTY = Log4jSubjects.EMPTY;
    private static final Subject LOGFERRY = Log4jSubjects.LOGFERRY;
    private static final List<Subject> PEERS = List.of(Log4jSubjects.ASYNC, Log4jSubjects.ASYNC_LOGGERS);

    @Override
    public String name() {
        return "log4j2-caller";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say(CallerBenchmark.DESCRIPTION);
        run.say("log4j2-async: Log4j's AsyncAppender with JCToolsBlockingQueue and an appender that does nothing behind"
                + " it; +ferry: with Logferry behind it; log4j2-asyncloggers: asynchronous loggers (Disruptor) and an"
                + " appender that does nothing.");
        CallerBenchmark.measureAll(run, Log4jSubjects.ALL);
        CallerBenchmark.tables(run);
        run.difference("bytes/call", LOGFERRY, EMPTY, "target 0");
        run.ratio("p99 ns", LOGFERRY, EMPTY, "target at most 1.5");
        run.ratio("p99.9 ns", LOGFERRY, EMPTY, "target at most 1.5");
        for (Subject peer : PEERS) {
            run.ratio("p50 ns", LOGFERRY, peer, "target at most 1.0");
            run.ratio("p99.9 ns", LOGFERRY, peer, "target at most 1.0");
            run.ratio("CPU ns/call", LOGFERRY, peer, "target under 1");
            run.ratio("bytes/call", LOGFERRY, peer, "no target");
        }
        run.difference("CPU ns/call", LOGFERRY, EMPTY, "no target");
        run.difference("CPU ns/call", Log4jSubjects.ASYNC, EMPTY, "no target");
        run.difference("of it caller", LOGFERRY, EMPTY, "no target");
        run.difference("of it caller", Log4jSubjects.ASYNC, EMPTY, "no target");
    }
}
