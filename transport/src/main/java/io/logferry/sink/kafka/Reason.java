package io.logferry.sink.kafka;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.KafkaException;

/** Says in one clause why Kafka's client failed. Any thread. */
final class Reason {
    private Reason() {}

    /** The messages from the outermost to the root; without those that may quote a secret, such as a broken JAAS line. */
    static String of(Throwable failure) {
        Set<String> clauses = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean quotesNoSecret = cause instanceof KafkaException || cause instanceof IOException;
            String message = quotesNoSecret ? cause.getMessage() : null;
            clauses.add(cause.getClass().getSimpleName() + (message == null ? "" : ": " + message));
        }
        return String.join(", caused by ", clauses);
    }
}
