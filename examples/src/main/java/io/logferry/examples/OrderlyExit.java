package io.logferry.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a thread tidy up before the JVM exits, as on Ctrl-C: the thread is interrupted, and the exit waits until it has
 * closed this. Made and closed by that thread.
 */
final class OrderlyExit implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Thread owner = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::request, "exit");
    private volatile boolean requested;

    OrderlyExit() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What the JVM does at its exit: returns when the owner has closed this. */
    void request() {
        requested = true;
        owner.interrupt();
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.out.println("not tidied up within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            // then it exits at once
        }
    }

    /** Whether the JVM exits. */
    boolean isRequested() {
        return requested;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // the hook finds it closed
        }
    }
}
