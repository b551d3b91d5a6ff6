package io.logferry.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application that logs 20,000 events/s while its framework sees again and again that the configuration file has
 * changed. Arguments: {@code logback} or {@code log4j2}, the configuration with {@code @CHANGE@} for a number, its file,
 * how often it changes. A process of its own.
 */
final class ReloadProcess {
    private static final int WARM_UP_EVENTS = 200_000;
    private static final int EVENTS_PER_MILLI = 20;
    private static final long PAUSE_MILLIS = 1_000;

    private final String configuration;
    private final Path file;
    private int changes;

    private ReloadProcess(String configuration, Path file) {
        this.configuration = configuration;
        this.file = file;
    }

    public static void main(String[] args) throws Exception {
        boolean isLogback = args[0].equals("logback");
        ReloadProcess process = new ReloadProcess(args[1], Path.of(args[2]));
        process.change();
        System.setProperty(isLogback ? "logback.configurationFile" : "log4j2.configurationFile", args[2]);
        long logged = isLogback ? process.logback(Integer.parseInt(args[3])) : process.log4j(Integer.parseInt(args[3]));
        Fork.report("events logged", (double) logged);
        System.exit(0);
    }

    private long logback(int reloads) throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger logger = LoggerFactory.getLogger(Application.LOGGER);
        long logged = run(
                reloads,
                number -> logger.info("Order {} accepted within {} ms", number, 7),
                () -> context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(Subject.APPENDER));
        context.stop();
        return logged;
    }

    private long log4j(int reloads) throws Exception {
        org.apache.logging.log4j.core.LoggerContext context =
                (org.apache.logging.log4j.core.LoggerContext) LogManager.getContext(false);
        org.apache.logging.log4j.Logger logger = context.getLogger(Application.LOGGER);
        long logged = run(
                reloads, number -> logger.info("Order {} accepted within {} ms", number, 7), context::getConfiguration);
        context.stop();
        return logged;
    }

    /** Logs one event. */
    private interface Call {
        void log(int number);
    }

    private long run(int reloads, Call call, Supplier<@Nullable Object> configured) throws Exception {
        int number = 0;
        while (number < WARM_UP_EVENTS) {
            call.log(number++);
        }
        Thread reloading = new Thread(() -> reload(reloads, configured));
        reloading.start();
        long startNanos = System.nanoTime();
        while (reloading.isAlive()) {
            for (int i = 0; i < EVENTS_PER_MILLI; i++) {
                call.log(number++);
            }
            long dueNanos = startNanos + TimeUnit.MILLISECONDS.toNanos((number - WARM_UP_EVENTS) / EVENTS_PER_MILLI);
            for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
        return number;
    }

    private void reload(int reloads, Supplier<@Nullable Object> configured) {
        try {
            for (int i = 0; i < reloads; i++) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // frameworks look at the file's time in milliseconds
                Object before = configured.get();
                change();
                for (Object now = before; now == null || now == before; now = configured.get()) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void change() throws Exception {
        Path whole = Files.writeString(
                file.resolveSibling("new"), configuration.replace("@CHANGE@", Integer.toString(10 + changes++ % 2)));
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
