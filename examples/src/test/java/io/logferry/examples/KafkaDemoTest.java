package io.logferry.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KafkaDemoTest {
    @Test
    void theBooksBalanceAfterTheBrokerAndThenTheShopWereKilled() throws Exception {
        assertEquals(0, Demo.run(KafkaReceiver::new, 5));
    }
}
