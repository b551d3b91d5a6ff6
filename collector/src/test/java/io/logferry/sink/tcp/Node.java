package io.logferry.sink.tcp;

import java.nio.file.Path;

/** A collector that goes away and comes back, always at the same port and with the same folder. One thread. */
interface Node {
    String endpoint();

    Path dir();

    /** Ends it in the midst of its work. */
    void kill() throws Exception;

    void startAgain() throws Exception;

    void close();
}
