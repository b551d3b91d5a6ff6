package io.logferry;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one pipeline beside its sender: they connect, close, drain orphans. Known, so that its stop can wait for
 * them: when an application is undeployed, what still runs behind it finds its classes gone. Any thread.
 */
final class HelperThreads {
    private final String appenderName;
    /** Weak, because one that could not be started never ends. */
    private final Set<Thread> threads = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    HelperThreads(String appenderName) {
        this.appenderName = appenderName;
    }

    /** Makes one, to be started by the caller. */
    Thread newThread(String task, Runnable body) {
        Thread thread = OwnThreads.newThread("logferry-" + task + "-" + appenderName, body);
        threads.add(thread);
        return thread;
    }

    /** Makes those of one task. */
    ThreadFactory factory(String task) {
        return body -> newThread(task, body);
    }

    /** Waits until none runs any more, at most this time. */
    void awaitEnd(long timeoutNanos) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + timeoutNanos;
        for (List<Thread> running = running(); !running.isEmpty(); running = running()) { // they start others
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedJoin(running.get(0), leftNanos);
        }
    }

    private List<Thread> running() {
        synchronized (threads) {
            threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
            return threads.stream().filter(Thread::isAlive).toList();
        }
    }
}
