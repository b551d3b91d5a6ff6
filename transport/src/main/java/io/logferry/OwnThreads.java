package io.logferry;

import java.util.concurrent.ThreadFactory;

/**
 * Logferry's threads: all daemons, all in one group of their own, which threads made by them inherit, so that an event
 * of theirs is recognised without a thread-local. Any thread.
 */
final class OwnThreads {
    private static final ThreadGroup GROUP = new ThreadGroup("logferry");

    private OwnThreads() {}

    static boolean isOwn(Thread thread) {
        return thread.getThreadGroup() == GROUP;
    }

    static Thread newThread(String name, Runnable body) {
        Thread thread = new Thread(GROUP, body, name, 0, false); // inherits no thread-locals of the application
        thread.setDaemon(true);
        return thread;
    }

    /** Makes threads of this name. */
    static ThreadFactory factory(String name) {
        return body -> newThread(name, body);
    }
}
