package io.logferry.tool;

import java.io.IOException;

/** Standard output takes no more. One thread at a time. */
final class OutputException extends IOException {
    private static final long serialVersionUID = 1;

    OutputException(IOException cause) {
        super("standard output cannot be written: " + cause.getMessage(), cause);
    }

    /** Tells whether whoever read it has gone, as {@code head} does: no reason for a word. */
    boolean isReaderGone() {
        return String.valueOf(getMessage()).contains("Broken pipe");
    }
}
