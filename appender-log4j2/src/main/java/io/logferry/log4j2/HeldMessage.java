package io.logferry.log4j2;

import java.util.Arrays;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ParameterConsumer;
import org.apache.logging.log4j.message.ParameterVisitable;
import org.apache.logging.log4j.message.ReusableMessage;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.StringBuilderFormattable;
import org.apache.logging.log4j.util.StringBuilders;
import org.jspecify.annotations.Nullable;

/** The message of a held event: its text, and what layouts ask of it. Owned as its event. */
@SuppressWarnings("serial") // Message is Serializable; this one never leaves the pipeline
final class HeldMessage implements ReusableMessage, ParameterVisitable {
    private static final int FIRST_CHARS = 128;
    private static final int MOST_KEPT_CHARS = 1_024;
    private static final int MOST_KEPT_PARAMETERS = 64;
    private static final Object[] NO_PARAMETERS = {};
    private static final ParameterConsumer<HeldMessage> ADD = (parameter, index, to) -> to.addParameter(parameter);

    private final StringBuilder text = new StringBuilder(FIRST_CHARS);
    private boolean present;
    private @Nullable String format;
    private @Nullable Object[] parameters = NO_PARAMETERS;
    private short parameterCount;

    /** Formats a message, on the thread that logged it. */
    void fillText(@Nullable Message message) {
        text.setLength(0);
        present = message != null;
        if (message instanceof StringBuilderFormattable formattable) {
            formattable.formatTo(text);
        } else if (message != null) {
            text.append(message.getFormattedMessage());
        }
    }

    /** Takes what the text was formatted from. */
    @SuppressWarnings("deprecation") // some layouts ask for the format
    void fillParameters(@Nullable Message message) {
        format = message == null ? null : message.getFormat();
        if (message instanceof ParameterVisitable visitable) {
            visitable.forEachParameter(ADD, this);
        } else if (message != null && message.getParameters() != null) {
            for (Object parameter : message.getParameters()) {
                addParameter(parameter);
            }
        }
    }

    private void addParameter(@Nullable Object parameter) {
        if (parameterCount == parameters.length) {
            parameters = Arrays.copyOf(parameters, Math.max(4, 2 * parameterCount));
        }
        parameters[parameterCount++] = parameter;
    }

    /** Forgets all but the text, whose room is not kept if it is long; writes only where there is something. */
    void clear() {
        StringBuilders.trimToMaxSize(text, MOST_KEPT_CHARS);
        if (format != null) {
            format = null;
        }
        if (parameterCount > 0) {
            Arrays.fill(parameters, 0, parameterCount, null);
            parameters = parameterCount > MOST_KEPT_PARAMETERS ? NO_PARAMETERS : parameters;
            parameterCount = 0;
        }
    }

    @Nullable CharSequence text() {
        return present ? text : null;
    }

    @Override
    public void formatTo(StringBuilder buffer) {
        buffer.append(text);
    }

    @Override
    public String getFormattedMessage() {
        return text.toString();
    }

    @Override
    @Deprecated
    public @Nullable String getFormat() {
        return format;
    }

    @Override
    public @Nullable Object[] getParameters() {
        return Arrays.copyOf(parameters, parameterCount);
    }

    @Override
    public short getParameterCount() {
        return parameterCount;
    }

    @Override
    public <S> void forEachParameter(ParameterConsumer<S> action, S state) {
        for (int i = 0; i < parameterCount; i++) {
            action.accept(parameters[i], i, state);
        }
    }

    /** Its own stay its own. */
    @Override
    public @Nullable Object[] swapParameters(@Nullable Object[] emptyReplacement) {
        return getParameters();
    }

    @Override
    public @Nullable Throwable getThrowable() {
        return null;
    }

    @Override
    public Message memento() {
        return new SimpleMessage(getFormattedMessage());
    }
}
