package io.logferry.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileNotFoundException;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** Why Kafka's client failed, in words that may stand in a status. */
class ReasonTest {
    @Test
    void itTellsTheMessagesDownToTheRoot() {
        Throwable failure = new KafkaException("Failed to construct", new FileNotFoundException("/etc/trust.jks"));
        assertEquals(
                "KafkaException: Failed to construct, caused by FileNotFoundException: /etc/trust.jks",
                Reason.of(failure));
    }

    @Test
    void whatMayQuoteASecretIsOnlyNamedAlsoWhereItsWrapperRepeatsIt() {
        Throwable secret = new IllegalArgumentException("password=geheim");
        assertEquals(
                "KafkaException: Failed to construct, caused by IllegalArgumentException",
                Reason.of(new KafkaException("Failed to construct", new KafkaException(secret))));
    }
}
