package io.logferry.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DemoTest {
    @Test
    void theBooksBalanceAfterTheCollectorAndThenTheShopWereKilled() throws Exception {
        assertEquals(0, Demo.run(CollectorReceiver::new, 5));
    }
}
