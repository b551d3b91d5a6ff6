package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ConnectionTest extends ConnectionFixture {
    @Test
    void aDamagedFrameIsRefusedAndEndsTheConnection() throws Exception {
        try (Client client = join(id, 7)) {
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
        try (Client client = join(id, 7)) {
            client.send(new Frames(UUID.randomUUID()).numbered(7, 0, 3));
            assertEquals(new Nack(Nack.Code.CHECKSUM, false, 7, 0, 0, "the frame's header is damaged"), client.nack());
            client.awaitEnd();
        }
    }

    @Test
    void aMalformedFrameIsRefusedForGoodAndARangeGoesOnBehindIt() throws Exception {
        try (Client client = join(id, 7)) {
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
        try (Client client = join(id, 7)) {
            client.send(frames.numbered(8, 0, 1));
            assertEquals(Nack.Code.REFUSED, client.nack().code());
            client.awaitEnd();
        }
    }

    @Test
    void aNewConnectionOfAStreamEndsTheOlderAndWaitsForItsStores() throws Exception {
        try (Client older = join(id, 7);
                Client newer = connect()) {
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
        try (Client owner = join(id, 7);
                Client late = connect()) {
            late.hello(id, 6, Position.NONE);
            assertEquals(Nack.Code.FENCED, late.nack().code());
            owner.send(frames.numbered(7, 0, 1));
            owner.ackOf(new Position(7, 0));
        }
    }

    @Test
    void framesThatQueuedUpAreStoredTogetherWithOneAck() throws Exception {
        try (Client client = join(id, 7)) {
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

    @Test
    void whoSendsBeyondTheWindowIsNotRead() throws Exception {
        int windowBytes = 64 << 10;
        restart(new Limits(NEVER, NEVER, NEVER, NEVER, NEVER, 0, windowBytes, 64 << 20, 100, 100));
        try (Client client = join(id, 7)) {
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
    void aStreamWithoutConnectionLeavesMemoryAndKeepsItsPosition() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (Client client = connect()) {
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
    void messagesOutOfPlaceEndTheConnection() throws Exception {
        ByteBuffer hello = Wire.hello(new Hello(id, "app", 7, Position.NONE));
        List<ByteBuffer[]> sessions = List.of(
                new ByteBuffer[] {Wire.ping()},
                new ByteBuffer[] {Wire.range(new LostRange(DropReason.CORRUPT, 7, 0, 0))},
                new ByteBuffer[] {Wire.frameHeader(100)},
                new ByteBuffer[] {hello.duplicate(), hello.duplicate()},
                new ByteBuffer[] {Wire.hello(new Hello(id, "app", 7, new Position(8, 0)))},
                new ByteBuffer[] {hello.duplicate(), Wire.ack(Position.NONE)},
                new ByteBuffer[] {ByteBuffer.wrap(new byte[] {10, 0, 0, 0, 0})},
                new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1, -1, -1, -1, -1})},
                new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1, -1, -1, -1, 127})});
        for (ByteBuffer[] session : sessions) {
            try (Client client = connect()) {
                for (ByteBuffer message : session) {
                    client.send(message);
                }
                client.awaitEnd();
            }
        }
    }

    @Test
    void aMessageInSingleBytesIsUnderstood() throws Exception {
        try (Client client = join(id, 7)) {
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
            try (Client client = connect()) {
                client.send(session);
            } catch (IOException closedEarly) {
                // rightly: what came first was no HELLO
            }
        }
        Await.until("all are closed", () -> collector.stats().connections() == 0);
        for (String line : Stored.lines(dir)) {
            assertTrue(line.startsWith("record 7:") || line.contains("\"logferry."), "seed=" + seed + " line=" + line);
        }
        try (Client client = join(id, 7)) {
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
