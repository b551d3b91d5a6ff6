package io.logferry.examples;

import java.io.IOException;
import java.io.OutputStream;

/** The end of the standard input, at which the demo's processes end. Any thread. */
final class EndOfInput {
    private EndOfInput() {}

    /** A thread that lives until then. */
    static Thread watch() {
        Thread watch = new Thread(EndOfInput::await, "end of input");
        watch.start();
        return watch;
    }

    private static void await() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // as good as its end
        }
    }
}
