package io.logferry.benchmarks;

import java.util.concurrent.TimeUnit;

/**
 * An application that logs one event and then nothing. Arguments: subject, port, count port, seconds. A process of its
 * own.
 */
final class IdleProcess {
    private static final int SETTLING_SECONDS = 5;

    private IdleProcess() {}

    public static void main(String[] args) throws Exception {
        Subject subject = Subject.named(args[0]);
        int seconds = Integer.parseInt(args[3]);
        Application application = subject.start(Integer.parseInt(args[1]), false);
        application.log(0);
        if (subject.isSender()) {
            CountServer.await(Integer.parseInt(args[2]), 1);
        }
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        long cpu = Cpu.processNanos();
        TimeUnit.SECONDS.sleep(seconds);
        double used = Cpu.processNanos() - cpu;
        Fork.report("% of a core", used * 100 / TimeUnit.SECONDS.toNanos(seconds));
        application.stop();
        System.exit(0);
    }
}
