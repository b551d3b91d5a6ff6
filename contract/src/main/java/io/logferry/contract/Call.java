package io.logferry.contract;

import io.logferry.frame.Level;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an application logs in one call. Its arguments are the caller's own and may change; else immutable.
 *
 * @param level not FATAL, which not every framework has
 * @param thrown given behind the arguments
 * @param tag the call's marker
 */
@SuppressWarnings("ArrayRecordComponent") // the very array of the caller, who may change it
public record Call(
        String logger,
        Level level,
        @Nullable String message,
        @Nullable Object[] arguments,
        @Nullable Throwable thrown,
        @Nullable Tag tag) {
    /** The logger, unless another one is told. */
    public static final String LOGGER = "com.acme.Shop";

    /**
     * A marker.
     *
     * @param references markers that it stands for as well, in the order in which they are added
     */
    public record Tag(String name, List<Tag> references) {}

    static Call info(@Nullable String message, @Nullable Object... arguments) {
        return at(Level.INFO, message, arguments);
    }

    static Call at(Level level, @Nullable String message, @Nullable Object... arguments) {
        return new Call(LOGGER, level, message, arguments, null, null);
    }

    Call by(String otherLogger) {
        return new Call(otherLogger, level, message, arguments, thrown, tag);
    }

    Call thrown(Throwable throwable) {
        return new Call(logger, level, message, arguments, throwable, tag);
    }

    Call tagged(String name, Tag... references) {
        return new Call(logger, level, message, arguments, thrown, new Tag(name, List.of(references)));
    }

    /** The arguments as the call takes them: with what was thrown behind them. */
    public @Nullable Object[] argumentsAndThrown() {
        if (thrown == null) {
            return arguments;
        }
        @Nullable Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = thrown;
        return all;
    }
}
