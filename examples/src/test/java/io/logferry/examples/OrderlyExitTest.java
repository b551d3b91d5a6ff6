package io.logferry.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrderlyExitTest {
    @Test
    void anExitInterruptsTheOwner_andWaitsUntilItHasTidiedUp() throws Exception {
        Thread jvm;
        try (OrderlyExit exit = new OrderlyExit()) {
            assertFalse(exit.isRequested());
            jvm = new Thread(exit::request);
            jvm.start();
            assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
            assertTrue(exit.isRequested());
            assertTrue(jvm.isAlive());
        }
        jvm.join();
    }
}
