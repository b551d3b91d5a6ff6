package io.logferry.collector;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the collector logs, from here on. Any thread. */
final class LogLines extends Handler {
    private final Logger logger = Logger.getLogger("io.logferry.collector"); // a field: loggers are weakly held
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    LogLines() {
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
        String said = line.getMessage();
        String trace = line.getThrown() == null ? "" : " with a stack trace";
        String level = line.getLevel().equals(Level.WARNING) ? "WARN " : "";
        lines.add(level + said + trace);
    }

    List<String> with(String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }

    void forget() {
        lines.clear();
    }

    void await(String part) {
        Await.until(
                () -> "a line with " + part + " in " + lines, () -> !with(part).isEmpty());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
