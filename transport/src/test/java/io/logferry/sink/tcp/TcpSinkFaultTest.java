package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.logferry.frame.Frame;
import io.logferry.frame.Position;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.FaultProxy.Direction;
import io.logferry.sink.tcp.FaultProxy.End;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeded; a failing seed is in the test's name and runs again with -Dlogferry.seed=N. */
class TcpSinkFaultTest {
    private static final int FRAMES = 120;
    private static final int EPISODES = 12;

    static List<Arguments> seeds() {
        TestTls tls12 = TestTls.of("TLSv1.2");
        TestTls tls13 = TestTls.of("TLSv1.3");
        Long seed = Long.getLong("logferry.seed");
        if (seed != null) {
            return List.of(arguments(seed, null), arguments(seed, tls12), arguments(seed, tls13));
        }
        return List.of(
                arguments(1L, null),
                arguments(2L, null),
                arguments(3L, null),
                arguments(4L, null),
                arguments(5L, null),
                arguments(6L, tls12),
                arguments(7L, tls13));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyFrameArrivesOnceAndInOrderWhateverTheNetworkDoes(long seed, @Nullable TestTls tls) throws Exception {
        Random random = new Random(seed);
        List<Frame> frames = new ArrayList<>();
        TestFrames making = new TestFrames();
        for (int seq = 0; seq < FRAMES; seq++) {
            frames.add(making.frame(seq, random.nextInt(random.nextInt(10) == 0 ? 800_000 : 50_000)));
        }
        try (AckingCollector collector = new AckingCollector(tls);
                FaultProxy proxy = new FaultProxy(new InetSocketAddress(ScriptedCollector.local(1), collector.port()));
                SinkDriver driver = new SinkDriver(
                        SinkDriver.config(TestTls.clientOf(tls), proxy.endpoint()), InetAddress::getAllByName, 300)) {
            Resender sender = new Resender(driver, frames);
            for (int episode = 0; episode < EPISODES; episode++) {
                proxy.heal();
                breakSomething(proxy, random);
                driver.sink.connect(SinkDriver.HELLO);
                sender.end += FRAMES / EPISODES / 2;
                int enoughAcked = sender.end - random.nextInt(3);
                Await.until(() -> sender.step() || sender.acked >= enoughAcked, sender::toString);
                breakConnected(proxy, random);
                sender.end += FRAMES / EPISODES / 2;
                for (int i = 0; i < 100 && !sender.step(); i++) {
                    driver.advanceMillis(400);
                }
                driver.sink.disconnect();
            }
            proxy.heal();
            driver.sink.connect(SinkDriver.HELLO);
            Await.until(
                    () -> {
                        if (sender.step()) { // on a busy machine the handshake's 300 ms may be short
                            driver.sink.connect(SinkDriver.HELLO);
                        }
                        return sender.acked == FRAMES;
                    },
                    sender::toString);
            assertEquals(List.of(), collector.mistakes());
            List<Frame> stored = collector.stored();
            assertEquals(FRAMES, stored.size());
            for (int seq = 0; seq < FRAMES; seq++) {
                assertArrayEquals(frames.get(seq).bytes(), stored.get(seq).bytes());
            }
        }
    }

    private static void breakSomething(FaultProxy proxy, Random random) {
        Direction direction = Direction.values()[random.nextInt(2)];
        End end = End.values()[random.nextInt(2)];
        switch (random.nextInt(6)) {
            case 0 -> proxy.endAfter(Direction.TO_SERVER, random.nextInt(1_000_000), end);
            case 1 -> proxy.endAfter(Direction.TO_CLIENT, random.nextInt(200), end);
            case 2 -> proxy.drip(Direction.TO_CLIENT, 1);
            case 3 -> proxy.drip(Direction.TO_SERVER, 700);
            case 4 -> proxy.delay(direction, 1);
            default -> proxy.stall(direction);
        }
    }

    private static void breakConnected(FaultProxy proxy, Random random) {
        Direction direction = Direction.values()[random.nextInt(2)];
        switch (random.nextInt(4)) {
            case 0 -> proxy.end(End.RST);
            case 1 -> proxy.end(End.FIN);
            case 2 -> proxy.halfClose(direction);
            default -> proxy.stall(direction);
        }
    }

    /** Sends what is not acked, from where the collector stands. */
    private static final class Resender {
        private final SinkDriver driver;
        private final List<Frame> frames;
        private int next = Integer.MAX_VALUE; // none before WELCOME
        int acked;
        int end;

        Resender(SinkDriver driver, List<Frame> frames) {
            this.driver = driver;
            this.frames = frames;
        }

        /** True when the connection or the attempt is over. */
        boolean step() {
            driver.poll();
            for (String report = driver.reports.poll(); report != null; report = driver.reports.poll()) {
                String[] words = report.split("[ :]", -1);
                switch (words[0]) {
                    case "connected" -> {
                        next = Integer.parseInt(words[2]) + 1;
                        acked = Math.max(acked, next);
                    }
                    case "acked" -> acked = Math.max(acked, Integer.parseInt(words[2]) + 1);
                    default -> {
                        assertEquals("disconnected", words[0], report);
                        assertTrue(driver.reports.isEmpty(), () -> "after disconnected: " + driver.reports);
                        next = Integer.MAX_VALUE;
                        return true;
                    }
                }
            }
            while (next < end && driver.sink.send(frames.get(next))) {
                next++;
            }
            return false;
        }

        @Override
        public String toString() {
            return "next=" + next + " end=" + end + " acked=" + acked;
        }
    }

    @Test
    void rubbishIsAtMostADisconnect() {
        long first = Long.getLong("logferry.seed", 1);
        long last = Long.getLong("logferry.seed", 400);
        try (ScriptedCollector collector = new ScriptedCollector();
                SinkDriver driver = new SinkDriver(collector.endpoint())) {
            for (long seed = first; seed <= last; seed++) {
                try {
                    sendRubbish(collector, driver, new Random(seed));
                } catch (RuntimeException | AssertionError failed) {
                    throw new AssertionError("seed=" + seed, failed);
                }
            }
        }
    }

    private static void sendRubbish(ScriptedCollector collector, SinkDriver driver, Random random) {
        driver.sink.connect(SinkDriver.HELLO);
        try (Peer peer = collector.accept()) {
            if (random.nextInt(4) > 0) {
                peer.send(welcome());
            }
            for (int i = random.nextInt(20); i >= 0; i--) {
                peer.send(rubbish(random));
            }
        } catch (UncheckedIOException closedByTheSink) {
            // it had enough
        }
        String report;
        do {
            report = driver.nextReport();
            assertTrue(report.matches("(connected|acked|nacked|disconnected) .+"), report);
        } while (!report.startsWith("disconnected "));
        driver.expectNothing();
        driver.sink.disconnect();
    }

    private static byte[] rubbish(Random random) {
        ByteBuffer message = switch (random.nextInt(5)) {
            case 0 -> Wire.ack(new Position(7, random.nextInt(10)));
            case 1 -> Wire.nack(new Nack(Nack.Code.GAP, false, 7, 3, 1, "a gap"));
            case 2 -> Wire.ping();
            case 3 -> welcome();
            default -> ByteBuffer.wrap(new byte[random.nextInt(100)]);
        };
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        switch (random.nextInt(4)) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> {
                if (bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            default -> {} // as it should be
        }
        return bytes;
    }

    private static ByteBuffer welcome() {
        return Wire.welcome(new Wire.Welcome(Position.NONE, 1));
    }
}
