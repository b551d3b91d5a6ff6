package io.logferry.benchmarks;

import java.util.concurrent.TimeUnit;

/**
 * An application that is idle, then logs as fast as it can, with the appender's defaults: what does not fit is dropped.
 * Arguments: subject, port, count port, events of a burst. A process of its own.
 */
final class BurstProcess {
    private static final int WARM_UP_EVENTS = 500_000;
    private static final int[] FACTORS = {1, 2, 4, 8};

    /** Long enough for everything to arrive, and to be idle after that. */
    private static final long IDLE_MILLIS = 1_500;

    private final Application application;
    private final int countPort;
    private int number;

    private BurstProcess(Application application, int countPort) {
        this.application = application;
        this.countPort = countPort;
    }

    public static void main(String[] args) throws Exception {
        Application application = Subject.named(args[0]).start(Integer.parseInt(args[1]), false);
        BurstProcess burst = new BurstProcess(application, Integer.parseInt(args[2]));
        int events = Integer.parseInt(args[3]);
        burst.dropped(1); // connects
        Fork.report("cold 1x dropped", (double) burst.dropped(events));
        burst.dropped(WARM_UP_EVENTS);
        for (int factor : FACTORS) {
            Fork.report(factor + "x dropped", (double) burst.dropped(factor * events));
        }
        application.stop();
        System.exit(0);
    }

    /** Logs so many events; gives how many of them had not arrived when all had the time to. */
    private long dropped(int events) throws Exception {
        long before = CountServer.await(countPort, 0);
        for (int end = number + events; number < end; number++) {
            application.log(number);
        }
        TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
        return events - (CountServer.await(countPort, 0) - before);
    }
}
