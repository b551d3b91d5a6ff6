package io.logferry.broker;

import java.io.IOException;
import java.util.Arrays;

/** The start of every JVM that this module starts: it ends when the one that started it does. */
final class Leash {
    /** The exit status of one whose parent is gone. */
    static final int PARENT_GONE = 99;

    private Leash() {}

    /** Runs the main class named first with the other arguments. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread leash = new Thread(Leash::haltWithParent, "leash");
        leash.setDaemon(true);
        leash.start();
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // nobody writes: the end is what is waited for
            }
        } catch (IOException e) {
            // the end too
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
