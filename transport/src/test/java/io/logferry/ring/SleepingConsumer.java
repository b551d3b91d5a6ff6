package io.logferry.ring;

import static io.logferry.ring.Await.await;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A consumer that sleeps for an hour each time, so that it wakes only when it is woken; then it waits for permission
 * before it empties the ring and sleeps again. While it waits it does not park: a wake-up too many is kept by its thread
 * and ends the next sleep at once.
 */
final class SleepingConsumer {
    private final EventRing<Integer> ring;
    private final Thread thread;
    private volatile int wakeUps;
    private volatile int permissions;
    private volatile int sizeAtWakeUp;
    private volatile boolean ending;

    SleepingConsumer(EventRing<Integer> ring) {
        this.ring = ring;
        this.thread = new Thread(this::run, "consumer");
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings({"ThreadPriorityCheck", "NonAtomicVolatileUpdate"}) // only this thread writes wakeUps
    private void run() {
        ring.consumeOnThisThread();
        while (!ending) {
            ring.park(TimeUnit.HOURS.toNanos(1));
            sizeAtWakeUp = ring.size();
            wakeUps++;
            while (permissions < wakeUps && !ending) {
                Thread.yield();
            }
            while (ring.poll() != null) {}
        }
    }

    void awaitAsleep() {
        await(() -> LockSupport.getBlocker(thread) == ring && thread.getState() == Thread.State.TIMED_WAITING);
    }

    void awaitWakeUp(int number) {
        await(() -> wakeUps >= number);
    }

    /** Lets it empty the ring and sleep again. */
    void permit() {
        permissions = wakeUps;
    }

    int wakeUps() {
        return wakeUps;
    }

    int sizeAtWakeUp() {
        return sizeAtWakeUp;
    }

    void end() throws InterruptedException {
        ending = true;
        ring.close();
        thread.join();
    }
}
