package io.logferry.tool;

import io.logferry.Replay;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ctrl-C: stops the replay under way and lets the main thread say what became of it. Any thread. */
final class Interruption {
    private static final long END_SECONDS = 15;

    private final Thread hook = new Thread(this::ask, "logferry-spill-stop");
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Replay replay;
    private boolean isAsked;

    void register() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now on it stops this one. */
    synchronized void stops(Replay current) {
        replay = current;
        if (isAsked) {
            current.stop();
        }
    }

    synchronized boolean isAsked() {
        return isAsked;
    }

    private void ask() {
        synchronized (this) {
            isAsked = true;
            if (replay != null) {
                replay.stop();
            }
        }
        try {
            if (over.await(END_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ExitCode.DAMAGE);
            }
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything was said. */
    void over() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // it is running
        }
    }
}
