package io.logferry.examples;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * What people see: lines, and below them a progress bar. Where the output is no terminal, the bar is a line of its own
 * every two seconds. Any thread.
 */
final class Screen implements AutoCloseable {
    private static final int TERMINAL_COLUMNS = 79;
    private static final int FILE_COLUMNS = 110;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out = System.out;
    private final boolean terminal = isTerminal();
    private final long startNanos = System.nanoTime();
    private final ProgressBar bar;
    private String drawn = "";

    Screen(int steps, int stepsPerSecond) {
        // a consumer of our own: the library's asks the terminal by native code, of which JDK 24 and later warn
        bar = new ProgressBarBuilder()
                .setInitialMax(steps)
                .setUnit(" s", stepsPerSecond)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, terminal ? TERMINAL_COLUMNS : FILE_COLUMNS))
                .setUpdateIntervalMillis(terminal ? 200 : 2_000)
                .continuousUpdate()
                .hideEta()
                .build();
    }

    @SuppressWarnings("SystemConsoleNull") // asked for what it says on JDK 17
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try { // since JDK 22 there may be a console without a terminal
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }

    private synchronized void draw(String rendered) {
        if (terminal) {
            out.print(CLEAR_LINE + rendered);
        } else if (!rendered.equals(drawn)) {
            out.println(rendered);
        }
        drawn = rendered;
        out.flush();
    }

    /** Prints a line, with the time since the start. */
    synchronized void say(String line) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        out.println((terminal ? CLEAR_LINE : "") + String.format(Locale.ROOT, "%5.1f s  %s", seconds, line));
    }

    /** Moves the bar by one step. */
    void step() {
        bar.step();
    }

    /** What stands beside the bar. */
    void show(String now) {
        bar.setExtraMessage(now);
    }

    /** Ends the bar, after it was drawn once more. */
    @Override
    public void close() {
        bar.close();
        out.println();
    }
}
