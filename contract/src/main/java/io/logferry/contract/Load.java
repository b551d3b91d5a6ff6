package io.logferry.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Threads that log "thread-number" until they are told to end. One thread. */
final class Load {
    private static final int THREADS = 3;
    /** Many, but not so many that a machine which stops for a moment fills a ring. */
    private static final int EVENTS_PER_PAUSE = 4;

    private static final long PAUSE_NANOS = 1_000_000;

    private final Host host;
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicLong logged = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();

    Load(Host host) {
        this.host = host;
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            threads.add(new Thread(() -> log(thread), "load-" + i));
        }
        threads.forEach(Thread::start);
    }

    private void log(int thread) {
        for (int n = 0; !enough.get(); n++) {
            host.info("{}-{}", thread, n);
            logged.incrementAndGet();
            if (n % EVENTS_PER_PAUSE == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** How many calls have returned. */
    long logged() {
        return logged.get();
    }

    /** Ends it. */
    void end() throws InterruptedException {
        enough.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** The thread of a line. */
    static String thread(String line) {
        return line.substring(0, line.indexOf('-'));
    }

    /** The number of a line. */
    static int number(String line) {
        return Integer.parseInt(line.substring(line.indexOf('-') + 1));
    }
}
