package io.logferry.sink.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Says in one clause why Kafka's client failed. Any thread. */
final class Reason {
    private Reason() {}

    /**
     * The messages from the outermost to the root. What is neither Kafka's nor about input and output may quote a secret,
     * such as a broken JAAS line: of that only the class is told, also where another message repeats it.
     */
    static String of(Throwable failure) {
        List<String> clauses = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String name = cause.getClass().getSimpleName();
            String message = cause.getMessage();
            boolean tells = message != null && isTold(cause) && !repeatsHidden(message, cause.getCause());
            String clause = tells ? name + ": " + message : name;
            if (clauses.stream().noneMatch(before -> before.contains(clause))) {
                clauses.add(clause);
            }
        }
        return String.join(", caused by ", clauses);
    }

    private static boolean isTold(Throwable cause) {
        return cause instanceof KafkaException || cause instanceof IOException;
    }

    private static boolean repeatsHidden(String message, @Nullable Throwable from) {
        for (Throwable cause = from; cause != null; cause = cause.getCause()) {
            String hidden = isTold(cause) ? null : cause.getMessage();
            if (hidden != null && message.contains(hidden)) {
                return true;
            }
        }
        return false;
    }
}
