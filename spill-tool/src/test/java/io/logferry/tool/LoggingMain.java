package io.logferry.tool;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** An application in a process of its own that logs and stays. */
final class LoggingMain {
    static final int EVENTS = 1_000;
    static final String READY = "ready";

    private LoggingMain() {}

    public static void main(String[] args) throws InterruptedException {
        Application application = Application.start(Path.of(args[0]), Application.NOBODY);
        application.log(0, EVENTS);
        while (!application.hasOnDisk(EVENTS)) {
            LockSupport.parkNanos(1_000_000);
        }
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
