package io.logferry.collector;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A few threads that run whatever stream has something to store. Any thread. */
final class StorageThreads {
    /** Something to run; it makes itself ready again if it has more to do. */
    @FunctionalInterface
    interface Task {
        /** Does a bounded piece of work. */
        void runOnce(GroupBuffer group);
    }

    private static final System.Logger LOG = System.getLogger("io.logferry.collector");

    /** More would only wait for the same disk, and each has a buffer of some megabytes. */
    static final int COUNT = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

    private final BlockingQueue<Task> ready = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean finishing;

    /**
     * Starts the threads.
     *
     * @throws IOException if there is no memory for their buffers; its message is for people
     */
    StorageThreads() throws IOException {
        try {
            for (int i = 0; i < COUNT; i++) {
                GroupBuffer group = new GroupBuffer(); // not in the thread: it would end and nobody would know
                threads.add(new Thread(() -> run(group), "logferry-storage-" + i));
            }
        } catch (OutOfMemoryError tooLittle) {
            throw new IOException(
                    "cannot allocate directBytes=" + COUNT * GroupBuffer.TOTAL_BYTES
                            + " for storage, allow more with -XX:MaxDirectMemorySize: " + tooLittle.getMessage(),
                    tooLittle);
        }
        for (Thread thread : threads) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    void ready(Task task) {
        ready.add(task);
    }

    private void run(GroupBuffer group) {
        for (Task task = next(); task != null; task = next()) {
            try {
                task.runOnce(group);
            } catch (Throwable unexpected) { // a stream's trouble must not end the thread for the others
                LOG.log(Level.ERROR, "a storage thread met something unexpected and goes on", unexpected);
            }
        }
    }

    private @Nullable Task next() {
        try {
            Task task = finishing ? ready.poll() : ready.take();
            if (task == null) {
                ready(group -> {}); // wakes the next thread, so that it ends too
            }
            return task;
        } catch (InterruptedException notOurs) { // nobody interrupts these threads: an interrupt would close files
            return group -> {};
        }
    }

    /** Runs everything that is ready, and ends the threads. */
    void finish() {
        finishing = true;
        ready(group -> {});
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException later) { // files must be closed all the same
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
