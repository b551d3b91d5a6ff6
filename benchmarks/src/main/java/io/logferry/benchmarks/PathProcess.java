package io.logferry.benchmarks;

/**
 * One thread that logs as fast as the appender takes events, none dropped. Arguments: subject, port, count port,
 * warm-up events, measured events. A process of its own.
 */
final class PathProcess {
    /** Of loki4j, which can't wait. A multiple of its batch of 1,000 events, which it would keep for a minute. */
    static final int MOST_AHEAD = 50_000;

    private static final int EVENTS_BETWEEN_LOOKS = 10_000;

    private final Subject subject;
    private final int countPort;
    private final Application application;
    private int number;

    private PathProcess(Subject subject, int countPort, Application application) {
        this.subject = subject;
        this.countPort = countPort;
        this.application = application;
    }

    public static void main(String[] args) throws Exception {
        Subject subject = Subject.named(args[0]);
        Application application = subject.start(Integer.parseInt(args[1]), true);
        PathProcess path = new PathProcess(subject, Integer.parseInt(args[2]), application);
        int events = Integer.parseInt(args[4]);
        path.deliver(Integer.parseInt(args[3]));

        PathMeter.measure(events, () -> path.deliver(events));
        Fork.report("with warm-up s/M", Cpu.processNanos() / 1e3 / path.number);
        application.stop();
        System.exit(0);
    }

    /** Logs events and returns once all have been acknowledged, or counted where nothing is acknowledged. */
    private void deliver(int events) throws Exception {
        int end = number + events;
        if (subject.equals(LogbackSubjects.LOKI4J)) {
            for (; number < end; number += EVENTS_BETWEEN_LOOKS) {
                CountServer.await(countPort, number - MOST_AHEAD);
                application.logAll(number, number + EVENTS_BETWEEN_LOOKS);
            }
        } else {
            application.logAll(number, end);
            number = end;
        }
        if (subject.isAcknowledged()) {
            application.awaitAcked(number);
        } else if (subject.isSender()) {
            CountServer.await(countPort, number);
        }
    }
}
