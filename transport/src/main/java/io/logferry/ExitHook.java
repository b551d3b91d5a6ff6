package io.logferry;

import java.util.concurrent.TimeUnit;

/**
 * Makes the exit of the JVM wait, bounded, until what was accepted is delivered or on disk, where no framework stops the
 * pipeline before. The sender goes on for those who log later in the shutdown. Any thread.
 */
final class ExitHook {
    private final SenderThread<?> senderThread;
    private final long timeoutNanos;
    private final Thread hook = OwnThreads.newThread("logferry-exit", this::run);

    ExitHook(SenderThread<?> senderThread, long timeoutMillis) {
        this.senderThread = senderThread;
        this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    void run() {
        senderThread.makeSafe(timeoutNanos);
    }

    void register() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            senderThread.makeSafe(0); // started while the JVM exits: nothing can wait, so nothing shall linger
        }
    }

    void unregister() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // the hook runs, and ends with the sender
        }
    }
}
