package io.logferry.tool;

import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal, which is gone when it is closed, or nothing. One thread at a time. */
final class Progress implements AutoCloseable {
    static final Progress NONE = new Progress(null, null);

    private static final int COLUMNS = 79;
    static final String CLEAR_LINE = "\r\u001b[K";

    private final @Nullable ProgressBar bar;
    private final @Nullable PrintStream err;

    private Progress(@Nullable ProgressBar bar, @Nullable PrintStream err) {
        this.bar = bar;
        this.err = err;
    }

    static Progress shown(PrintStream err, String task, String unit, long unitSize, long max) {
        // a consumer of our own: the library's asks the terminal by native code, of which JDK 24 and later warn
        DelegatingProgressBarConsumer draw = new DelegatingProgressBarConsumer(
                rendered -> {
                    err.print(CLEAR_LINE + rendered);
                    err.flush();
                },
                COLUMNS);
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(max)
                .setUnit(unit, unitSize)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(draw)
                .setUpdateIntervalMillis(200)
                .build();
        return new Progress(bar, err);
    }

    /** So much more is done. */
    void step(long by) {
        if (bar != null) {
            bar.stepBy(by);
        }
    }

    /** So much is done, of so much. */
    void stepTo(long to, long max) {
        if (bar != null) {
            bar.maxHint(max);
            bar.stepTo(to);
        }
    }

    @Override
    public void close() {
        if (bar != null && err != null) {
            bar.close();
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
