package io.logferry.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What the shop's log goes to, and what the demo kills and starts again. One thread at a time. */
interface Receiver extends AutoCloseable {
    /** How to make one. */
    @FunctionalInterface
    interface Factory {
        /**
         * Makes one that is not started.
         *
         * @param dir for its files
         * @param say takes what its processes say
         */
        Receiver in(Path dir, Consumer<String> say) throws IOException;
    }

    /** In one word, for people. */
    String name();

    /** Starts it, also again; returns when it is ready. */
    void start() throws Exception;

    /** SIGKILL to what acknowledges. */
    void kill();

    /** Ends everything in order; then all that was acknowledged is in {@link #stored}. */
    void end() throws Exception;

    /** JVM options by which the shop finds it; once it was started. */
    List<String> shopOptions();

    /** The folder of the files of lines. */
    Path stored();

    /** What it says of itself, once it has ended. */
    Receipt receipt();

    /** Kills whatever is left. */
    @Override
    void close();
}
