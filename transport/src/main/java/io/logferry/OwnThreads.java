package io.logferry;

/**
 * Logferry's threads: all daemons, nearly all in one group of their own, which threads made by them inherit, so that an
 * event of theirs is recognised without a thread-local. Any thread.
 */
final class OwnThreads {
    private static final String NAME = "logferry";
    private static final ThreadGroup GROUP = group();

    private OwnThreads() {}

    /** Is recognised by its class, which no thread inherits. */
    private static final class CallingThread extends Thread {
        CallingThread(String name, Runnable body) {
            super(GROUP.getParent(), body, name, 0, false);
            setDaemon(true);
        }
    }

    /** One for all class loaders: before JDK 19 a group is never forgotten, and an application may be redeployed often. */
    private static ThreadGroup group() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        ThreadGroup[] groups = new ThreadGroup[root.activeGroupCount() + 1_000];
        int count = root.enumerate(groups, false);
        for (int i = 0; i < count; i++) {
            if (groups[i].getName().equals(NAME)) {
                return groups[i];
            }
        }
        return new ThreadGroup(root, NAME);
    }

    static boolean isOwn(Thread thread) {
        return thread.getThreadGroup() == GROUP || thread instanceof CallingThread;
    }

    static Thread newThread(String name, Runnable body) {
        Thread thread = new Thread(GROUP, body, name, 0, false); // inherits no thread-locals of the application
        thread.setDaemon(true);
        return thread;
    }

    /**
     * One that calls the application's code, outside the group: a thread born there, such as a worker of the common pool,
     * is the application's, and so is what it logs.
     */
    static Thread newCallingThread(String name, Runnable body) {
        return new CallingThread(name, body);
    }
}
