package io.logferry.spill;

import java.util.function.Consumer;

/** One kind of trouble, told when it begins and not again until it is over. Sender thread only. */
final class Trouble {
    private final Consumer<String> warn;
    private boolean isTold;

    Trouble(Consumer<String> warn) {
        this.warn = warn;
    }

    void warn(String what) {
        if (!isTold) {
            isTold = true;
            warn.accept(what);
        }
    }

    void over() {
        isTold = false;
    }
}
