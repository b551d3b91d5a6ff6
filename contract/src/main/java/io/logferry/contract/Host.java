package io.logferry.contract;

import io.logferry.PipelineStats;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A logging framework with one appender of Logferry's, as a user configures and uses it; each adapter's tests implement
 * it. It has a constructor without parameters. Any thread logs; one thread does the rest.
 */
public interface Host {
    /**
     * Configures the framework, or configures it anew: one appender, at the root logger, for all levels. After
     * {@link #stop} the framework is started again.
     *
     * @throws AssertionError if the appender does not start
     */
    void configure(Settings settings);

    /**
     * As {@link #configure(Settings)}, by a file: the first call has the framework read it, later ones change it and return
     * when the framework, which looks at it again and again, has made another appender of it.
     */
    void configure(Path file, Settings settings);

    /** The text of such a file. */
    String file(Settings settings);

    /**
     * A class of the host's, to be loaded and made in a class loader of its own: an application that configures the
     * framework by a file, whose path its constructor takes, logs what it is given, and is closed as a web container does.
     */
    Class<? extends Consumer<String>> application();

    /** Configures the framework anew, without the appender, which the host forgets. */
    void configureNothing();

    /** Makes a call of the framework's own API. */
    void log(Call call);

    /** As {@link #log} of an INFO by {@link Call#LOGGER}. */
    default void info(String message, @Nullable Object... arguments) {
        log(Call.info(message, arguments));
    }

    /** Logs the INFO "{}" with what this gives as the argument, all on one line of code. */
    void logHere(Supplier<String> argument);

    /** Puts into this thread's MDC. */
    void putMdc(String key, @Nullable String value);

    /** Puts a whole map into this thread's MDC, which frameworks look into less. */
    void putMdc(Map<@Nullable String, String> all);

    /** Empties this thread's MDC. */
    void clearMdc();

    /** Stops the appender alone: the framework goes on, and still calls it. */
    void stopAppender();

    /** Starts it again. */
    void startAppender();

    /** Stops the framework, as often as wished. */
    void stop();

    /** Counters of the appender that was configured last, which may have been stopped since. */
    default PipelineStats stats() {
        return stats(appender());
    }

    /** Counters of one of its appenders. */
    PipelineStats stats(Object appender);

    /** The appender that was configured last. */
    Object appender();

    /** What the framework was told as ERROR, but for drops that began or ended. */
    List<String> errors();

    /** Adds a listener to what appenders tell the framework as trouble; it is called on the telling thread, and gone after {@link #stop}. */
    void onStatus(Runnable listener);
}
