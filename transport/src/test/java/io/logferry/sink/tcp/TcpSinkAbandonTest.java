package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.UnixOperatingSystemMXBean;
import io.logferry.frame.Position;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts to connect that nobody waits for any more. */
class TcpSinkAbandonTest {
    @Test
    void anAttemptIsAbandonedWhileNobodyAnswersTheConnect() throws Exception {
        try (ScriptedCollector full = ScriptedCollector.full();
                SinkDriver driver = new SinkDriver(InetAddress::getAllByName, 600_000, full.endpoint())) {
            driver.sink.connect(SinkDriver.HELLO);
            driver.sink.disconnect();
            driver.expectNoThreads();
            driver.expectNothing();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAbandonedHandshakeClosesItsChannel(boolean byClose) {
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(InetAddress::getAllByName, 600_000, collector.endpoint())) {
            Peer peer = driver.handshake(collector);
            abandon(driver, byClose);
            peer.awaitClose();
            driver.expectNoThreads();
            driver.expectNothing();
            driver.connectTo(collector).close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFinishedConnectionThatNobodyTookIsClosed(boolean byClose) {
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(collector.endpoint())) {
            Peer peer = driver.handshake(collector);
            peer.send(Wire.welcome(new Wire.Welcome(Position.NONE, 1)));
            driver.expectNoThreads(); // the outcome is set and not yet polled
            abandon(driver, byClose);
            peer.awaitClose();
            driver.expectNothing();
        }
    }

    @Test
    void anAttemptThatSucceedsWhileItIsAbandonedIsClosedByOneOfTheTwo() {
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(collector.endpoint())) {
            for (int i = 0; i < 500; i++) {
                Peer peer = driver.handshake(collector);
                peer.send(Wire.welcome(new Wire.Welcome(Position.NONE, 1)));
                LockSupport.parkNanos(i * 500L); // another moment each time
                driver.sink.disconnect();
                peer.awaitClose();
                peer.close();
            }
        }
    }

    @Test
    void anAttemptAbandonedInTheNameServiceDoesNotHoldUpTheNext() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        InetAddress loopback = ScriptedCollector.local(1);
        InetAddress elsewhere = ScriptedCollector.local(2);
        Targets.Resolver resolver = host -> {
            if (calls.incrementAndGet() > 1) {
                return new InetAddress[] {loopback};
            }
            boolean interrupted = false; // as the real one: deaf to interrupts
            while (answered.getCount() > 0) {
                try {
                    answered.await();
                } catch (InterruptedException ignored) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[] {elsewhere};
        };
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(resolver, 5_000, "collector:" + collector.port())) {
            driver.sink.connect(SinkDriver.HELLO);
            Await.until(() -> calls.get() == 1, () -> "the query");
            driver.sink.disconnect();
            Peer peer = driver.connectTo(collector);
            answered.countDown();
            driver.expectNoThreads();
            driver.expectNothing();
            peer.close();
        }
    }

    @Test
    void attemptsLeaveNoThreadAndNoFileHandle() {
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver =
                        new SinkDriver(collector.endpoint(), "127.0.0.1:" + ScriptedCollector.closedPort())) {
            driver.connectTo(collector).close();
            driver.sink.disconnect();
            long before = system.getOpenFileDescriptorCount();
            for (int i = 0; i < 200; i++) {
                driver.sink.connect(SinkDriver.HELLO);
                if (i % 2 == 0) { // at any moment of the attempt
                    collector.accept().close();
                }
                driver.sink.disconnect();
                if (i % 2 != 0) {
                    driver.expectNoThreads();
                }
            }
            driver.expectNoThreads();
            Await.until(
                    () -> system.getOpenFileDescriptorCount() < before + 50,
                    () -> "file handles=" + system.getOpenFileDescriptorCount() + ", before=" + before);
            assertEquals(201, driver.threadsStarted());
        }
    }

    private static void abandon(SinkDriver driver, boolean byClose) {
        if (byClose) {
            driver.sink.close();
        } else {
            driver.sink.disconnect();
        }
    }
}
