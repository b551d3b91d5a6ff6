package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.Frame;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ConnectionTest {
    private static final long NEVER = 3_600_000;
    private static final Limits PATIENT = new Limits(NEVER, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 100, 100);

    private final UUID id = UUID.randomUUID();
    private final Frames frames = new Frames(id);

    @TempDir
    Path dir;

    private Collector collector;

    @BeforeEach
    void start() throws IOException {
        collector = start(dir, PATIENT);
    }

    private static Collector start(Path dir, Limits limits) throws IOException {
        var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Collector.start(CollectorConfig.of(listen, dir), limits);
    }

    private void restart(Limits limits) throws IOException {
        collector.close();
        collector = start(dir, limits);
    }

    @AfterEach
    void everyByteIsGivenBack() {
        try {
            Await.until("no bytes taken", () -> collector.budget().takenBytes() == 0);
        } finally {
            collector.close();
        }
    }

    @Test
    void aDamagedFrameIsRefusedAndEndsTheConnection() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            byte[] damaged = frames.numbered(7, 0, 3).bytes().clone();
            damaged[damaged.length - 1] ^= 1;
            client.sendFrame(damaged);
            client.sendFrame(frames.numbered(7, 0, 3).bytes());
            assertEquals(new Nack(Nack.Code.CHECKSUM, false, 7, 0, 3, "the frame's payload is damaged"), client.nack());
            client.awaitEnd();
            assertEquals(List.of(), Stored.lines(dir));
        }
    }

    @Test
    void aFrameOfAnotherStreamIsAnUnknownFrame() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            client.send(new Frames(UUID.randomUUID()).numbered(7, 0, 3));
            assertEquals(new Nack(Nack.Code.CHECKSUM, false, 7, 0, 0, "the frame's header is damaged"), client.nack());
            client.awaitEnd();
        }
    }

    @Test
    void aMalformedFrameIsRefusedForGoodAndARangeGoesOnBehindIt() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            client.send(frames.numbered(6, 0, 1));
            client.sendFrame(Frames.malformed(id, 7, 0));
            client.send(frames.numbered(7, 1, 1));
            Nack nack = client.nack();
            assertEquals(Nack.Code.MALFORMED, nack.code());
            assertTrue(nack.permanent());
            assertEquals(0, nack.firstSeq());
            client.send(new LostRange(DropReason.REJECTED, 7, 0, 0));
            client.send(frames.numbered(7, 1, 1));
            client.ackOf(new Position(7, 1));
            assertEquals(
                    List.of(EntryKind.DATA, EntryKind.UNCLEAN, EntryKind.RANGE, EntryKind.DATA),
                    Stored.identified(dir).stream().map(StoredLine::kind).toList());
        }
    }

    @Test
    void anEpochAboveHellosIsRefused() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            client.send(frames.numbered(8, 0, 1));
            assertEquals(Nack.Code.REFUSED, client.nack().code());
            client.awaitEnd();
        }
    }

    @Test
    void aNewConnectionOfAStreamEndsTheOlderAndWaitsForItsStores() throws Exception {
        try (Client older = Client.join(collector, id, 7);
                Client newer = new Client(collector.address())) {
            HeldStorage.during(collector, () -> {
                older.send(frames.numbered(7, 0, 5));
                Await.until("the frame waits", () -> collector.budget().takenBytes() > 0);
                newer.hello(id, 7, Position.NONE);
            });
            assertEquals(new Position(7, 4), newer.welcome().last());
            older.awaitEnd();
            newer.send(frames.numbered(7, 5, 1));
            newer.ackOf(new Position(7, 5));
            assertEquals(6, Stored.lines(dir).size());
        }
    }

    @Test
    void aFencedNewcomerLeavesTheOwnerAlone() throws Exception {
        try (Client owner = Client.join(collector, id, 7);
                Client late = new Client(collector.address())) {
            late.hello(id, 6, Position.NONE);
            assertEquals(Nack.Code.FENCED, late.nack().code());
            owner.send(frames.numbered(7, 0, 1));
            owner.ackOf(new Position(7, 0));
        }
    }

    @Test
    void framesThatQueuedUpAreStoredTogetherWithOneAck() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            HeldStorage.during(collector, () -> {
                for (int i = 0; i < 100; i++) {
                    client.send(frames.numbered(7, i, 1));
                }
                long all = 100 * (64 + 64); // at the least: headers and overhead
                Await.until("all frames wait", () -> collector.budget().takenBytes() > all);
                Await.until("nothing more comes", new Stable(collector.budget()::takenBytes));
            });
            assertEquals(99, client.ack().seq());
        }
    }

    /** True once a value did not change for a while. */
    private static final class Stable implements java.util.function.BooleanSupplier {
        private final java.util.function.LongSupplier value;
        private long last = Long.MIN_VALUE;
        private int same;

        Stable(java.util.function.LongSupplier value) {
            this.value = value;
        }

        @Override
        public boolean getAsBoolean() {
            long now = value.getAsLong();
            same = now == last ? same + 1 : 0;
            last = now;
            return same > 100;
        }
    }

    @Test
    void whoSaysNothingIsClosed() throws Exception {
        restart(new Limits(50, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 100, 100));
        try (Client client = new Client(collector.address())) {
            client.awaitEnd();
        }
    }

    @Test
    void aFrameThatDripsIsClosed() throws Exception {
        restart(new Limits(NEVER, 50, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 100, 100));
        try (Client client = Client.join(collector, id, 7)) {
            client.send(Wire.frameHeader(100_000));
            client.send(new byte[10]);
            client.awaitEnd();
        }
    }

    @Test
    void whoFallsSilentIsPingedAndClosed() throws Exception {
        restart(new Limits(NEVER, NEVER, 20, 200, NEVER, 0, 4 << 20, 64 << 20, 100, 100));
        try (Client client = Client.join(collector, id, 7)) {
            client.ping();
            client.awaitEnd();
        }
    }

    @Test
    void whoPingsIsNotClosed() throws Exception {
        restart(new Limits(NEVER, NEVER, 20, 2_000, NEVER, 0, 4 << 20, 64 << 20, 100, 100));
        try (Client client = Client.join(collector, id, 7)) {
            for (int i = 0; i < 20; i++) {
                client.send(Wire.ping());
                client.ping();
            }
            client.send(frames.numbered(7, 0, 1));
            client.ackOf(new Position(7, 0));
        }
    }

    @Test
    void whileStorageIsSlowTheLastAckIsRepeated() throws Exception {
        restart(new Limits(NEVER, NEVER, NEVER, NEVER, 20, 0, 4 << 20, 64 << 20, 100, 100));
        try (Client client = Client.join(collector, id, 7)) {
            client.send(frames.numbered(7, 0, 1));
            client.ackOf(new Position(7, 0));
            HeldStorage.during(collector, () -> {
                client.send(frames.numbered(7, 1, 1));
                assertEquals(new Position(7, 0), client.ack());
                assertEquals(new Position(7, 0), client.ack());
            });
            client.ackOf(new Position(7, 1));
        }
    }

    @Test
    void whoSendsBeyondTheWindowIsNotRead() throws Exception {
        int windowBytes = 64 << 10;
        restart(new Limits(NEVER, NEVER, NEVER, NEVER, NEVER, 0, windowBytes, 64 << 20, 100, 100));
        try (Client client = Client.join(collector, id, 7)) {
            List<Frame> many = new ArrayList<>();
            Random random = new Random(1);
            for (int i = 0; i < 400; i++) {
                many.add(frames.of(
                        7,
                        i,
                        random.ints(20_000, ' ', '~')
                                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                                .toString()));
            }
            CompletableFuture<Integer> sent = new CompletableFuture<>();
            HeldStorage.during(collector, () -> {
                sent.completeAsync(() -> sendAll(client, many));
                Await.until("the window is full", () -> collector.budget().takenBytes() > windowBytes);
                Await.until("nothing more comes", new Stable(collector.budget()::takenBytes));
                assertTrue(collector.budget().takenBytes() < windowBytes + 25_000);
                assertFalse(sent.isDone());
            });
            client.ackOf(new Position(7, 399));
            sent.get();
            assertEquals(400, Stored.lines(dir).size());
        }
    }

    @Test
    void allConnectionsTogetherKeepNoMoreThanTheirCap() throws Exception {
        int capBytes = 100_000;
        restart(new Limits(NEVER, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, capBytes, 100, 100));
        List<Client> clients = new ArrayList<>();
        List<Runnable> pending = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UUID each = UUID.randomUUID();
            Client client = Client.join(collector, each, 7);
            clients.add(client);
            Frames own = new Frames(each);
            List<Frame> many = new ArrayList<>();
            for (int j = 0; j < 50; j++) {
                many.add(own.of(
                        7,
                        j,
                        new Random(j)
                                .ints(15_000, ' ', '~')
                                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                                .toString()));
            }
            pending.add(() -> sendAll(client, many));
        }
        HeldStorage.during(collector, () -> {
            pending.forEach(each -> new Thread(each).start());
            Await.until("nothing more comes", new Stable(collector.budget()::takenBytes));
            assertTrue(collector.budget().takenBytes() <= capBytes);
            assertTrue(collector.budget().takenBytes() > capBytes / 2);
        });
        for (Client client : clients) {
            client.ackOf(new Position(7, 49));
            client.close();
        }
    }

    @Test
    void aBodyThatDoesNotComeHoldsNoRoom() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            client.send(Wire.frameHeader(1 << 20));
            client.send(new byte[100]);
            Await.until("the header came", () -> collector.budget().takenBytes() > 0);
            Await.until("nothing more comes", new Stable(collector.budget()::takenBytes));
            assertTrue(collector.budget().takenBytes() < 2_000);
        }
    }

    @Test
    void bodiesThatWaitForEachOthersRoomAreClosed() throws Exception {
        restart(new Limits(NEVER, 100, NEVER, NEVER, NEVER, 0, 4 << 20, 10_000, 100, 100));
        try (Client one = Client.join(collector, id, 7);
                Client other = Client.join(collector, UUID.randomUUID(), 7)) {
            for (Client each : List.of(one, other)) {
                each.send(Wire.frameHeader(100_000));
                each.send(new byte[4_000]);
            }
            one.awaitEnd();
            other.awaitEnd();
        }
    }

    private static int sendAll(Client client, List<Frame> frames) {
        try {
            for (Frame frame : frames) {
                client.send(frame);
            }
            return frames.size();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void aConnectionTooManyIsClosedAtOnce() throws Exception {
        restart(new Limits(NEVER, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 1, 100));
        try (Client first = Client.join(collector, id, 7)) {
            try (Client second = new Client(collector.address())) {
                assertNull(second.read());
            }
            first.send(frames.numbered(7, 0, 1));
            first.ackOf(new Position(7, 0));
        }
    }

    @Test
    void aStreamWithoutConnectionLeavesMemoryAndKeepsItsPosition() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (Client client = new Client(collector.address())) {
                client.hello(id, 7, Position.NONE);
                assertEquals(i - 1, client.welcome().last().seq());
                client.send(frames.numbered(7, i, 1));
                client.ackOf(new Position(7, i));
                assertEquals(1, collector.stats().streams());
            }
            Await.until("the stream left memory", () -> collector.stats().streams() == 0);
        }
    }

    @Test
    void aStreamTooManyIsRefusedForNow() throws Exception {
        restart(new Limits(NEVER, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 100, 1));
        try (Client first = Client.join(collector, id, 7);
                Client second = new Client(collector.address())) {
            second.hello(UUID.randomUUID(), 7, Position.NONE);
            Nack nack = second.nack();
            assertEquals(Nack.Code.REFUSED, nack.code());
            assertFalse(nack.permanent());
            second.awaitEnd();
            first.send(frames.numbered(7, 0, 1));
            first.ackOf(new Position(7, 0));
        }
    }

    @Test
    void messagesOutOfPlaceEndTheConnection() throws Exception {
        ByteBuffer hello = Wire.hello(new Hello(id, "app", 7, Position.NONE));
        List<ByteBuffer[]> sessions = List.of(
                new ByteBuffer[] {Wire.ping()},
                new ByteBuffer[] {Wire.range(new LostRange(DropReason.CORRUPT, 7, 0, 0))},
                new ByteBuffer[] {Wire.frameHeader(100)},
                new ByteBuffer[] {hello.duplicate(), hello.duplicate()},
                new ByteBuffer[] {Wire.hello(new Hello(id, "app", 7, new Position(8, 0)))},
                new ByteBuffer[] {hello.duplicate(), Wire.ack(Position.NONE)},
                new ByteBuffer[] {ByteBuffer.wrap(new byte[] {8, 0, 0, 0, 0})},
                new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1, -1, -1, -1, -1})},
                new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1, -1, -1, -1, 127})});
        for (ByteBuffer[] session : sessions) {
            try (Client client = new Client(collector.address())) {
                for (ByteBuffer message : session) {
                    client.send(message);
                }
                client.awaitEnd();
            }
        }
    }

    @Test
    void aMessageInSingleBytesIsUnderstood() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            byte[] frame = frames.numbered(7, 0, 2).bytes();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] header = new byte[Wire.HEADER_BYTES];
            Wire.frameHeader(frame.length).get(header);
            bytes.write(header);
            bytes.write(frame);
            for (byte each : bytes.toByteArray()) {
                client.send(new byte[] {each});
            }
            client.ackOf(new Position(7, 1));
        }
    }

    @Test
    void whateverBytesComeNothingWrongIsStoredAndTheNextClientIsServed() throws Exception {
        restart(new Limits(1_000, 1_000, NEVER, 1_000, NEVER, 0, 4 << 20, 64 << 20, 1_000, 100));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            UUID each = new UUID(seed, i);
            byte[] session = session(each);
            if (i % 2 == 0) {
                session[random.nextInt(session.length)] ^= (byte) (1 << random.nextInt(8));
            } else {
                random.nextBytes(session);
            }
            try (Client client = new Client(collector.address())) {
                client.send(session);
            } catch (IOException closedEarly) {
                // rightly: what came first was no HELLO
            }
        }
        Await.until("all are closed", () -> collector.stats().connections() == 0);
        for (String line : Stored.lines(dir)) {
            assertTrue(line.startsWith("record 7:") || line.contains("\"logferry."), "seed=" + seed + " line=" + line);
        }
        try (Client client = Client.join(collector, id, 7)) {
            client.send(frames.numbered(7, 0, 1));
            client.ackOf(new Position(7, 0));
        }
    }

    private static byte[] session(UUID streamId) {
        Frames own = new Frames(streamId);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] hello = new byte[Wire.HEADER_BYTES + 49 + 3];
        Wire.hello(new Hello(streamId, "app", 7, Position.NONE)).get(hello);
        out.writeBytes(hello);
        for (int i = 0; i < 3; i++) {
            byte[] frame = own.numbered(7, 2L * i, 2).bytes();
            byte[] header = new byte[Wire.HEADER_BYTES];
            Wire.frameHeader(frame.length).get(header);
            out.writeBytes(header);
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }
}
