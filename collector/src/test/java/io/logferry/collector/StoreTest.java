package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Codec;
import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Nack;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class StoreTest {
    private final UUID id = UUID.randomUUID();
    private final Frames frames = new Frames(id);

    @TempDir
    Path dir;

    private Collector collector;

    @BeforeEach
    void start() throws Exception {
        collector =
                Collector.start(CollectorConfig.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), dir));
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    private void restart() throws Exception {
        stop();
        start();
    }

    @Test
    void aFirstHelloIsWelcomedWithNoPositionAndAWindow() throws Exception {
        try (Client client = new Client(collector.address())) {
            client.hello(id, 7, Position.NONE);
            var welcome = client.welcome();
            assertEquals(Position.NONE, welcome.last());
            assertEquals(4 << 20, welcome.windowBytes());
        }
    }

    @Test
    void framesAreStoredInOrderAndAcked() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            client.send(frames.of(7, 0, "a", "b"));
            client.send(frames.of(7, 2, "c"));
            client.ackOf(new Position(7, 2));
            assertEquals(List.of("a", "b", "c"), Stored.lines(dir));
            assertEquals(
                    List.of(
                            new StoredLine(EntryKind.DATA, 7, 0, "a"),
                            new StoredLine(EntryKind.DATA, 7, 1, "b"),
                            new StoredLine(EntryKind.DATA, 7, 2, "c")),
                    Stored.identified(dir));
            assertEquals(3, collector.stats().records());
        }
    }

    @Test
    void framesCompressedWithZstdAreStored() throws Exception {
        Frames zstd = new Frames(id, Codec.ZSTD);
        String[] bodies = Collections.nCopies(100, "GET /orders/4711").toArray(String[]::new);
        assertEquals(Codec.ZSTD, zstd.of(7, 0, bodies).header().codec());
        try (Client client = Client.join(collector, id, 7)) {
            client.send(zstd.of(7, 0, bodies));
            client.ackOf(new Position(7, 99));
        }
        assertEquals(List.of(bodies), Stored.lines(dir));
    }

    @Test
    void aRepeatIsDroppedAndAckedAgain() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            client.send(frames.of(7, 0, "a", "b"));
            client.ackOf(new Position(7, 1));
            client.send(frames.of(7, 0, "a", "b"));
            assertEquals(new Position(7, 1), client.ack());
            assertEquals(List.of("a", "b"), Stored.lines(dir));
            assertEquals(2, collector.stats().repeats());
        }
    }

    @Test
    void ofAPartlyOldFrameOnlyTheNewPartIsStored() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            client.send(frames.numbered(7, 0, 3));
            client.send(frames.numbered(7, 1, 4));
            client.ackOf(new Position(7, 4));
            assertEquals(5, Stored.lines(dir).size());
            assertEquals(Frames.body(7, 4), Stored.lines(dir).get(4));
        }
    }

    @Test
    void aGapIsRefusedOnceAndNothingBehindItStoredUntilItIsFilled() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            client.send(frames.numbered(7, 0, 1));
            client.send(frames.numbered(7, 2, 1));
            client.send(frames.numbered(7, 3, 1));
            assertEquals(new Nack(Nack.Code.GAP, false, 7, 2, 1, "expected what follows 7:0"), client.nack());
            client.send(frames.numbered(7, 1, 1));
            client.ackOf(new Position(7, 1));
            client.send(frames.numbered(7, 2, 2));
            client.ackOf(new Position(7, 3));
            assertEquals(4, Stored.lines(dir).size());
        }
    }

    @Test
    void whoGoesBackAndStillLeavesAGapIsRefusedAgain() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            client.send(frames.numbered(7, 5, 1));
            assertEquals(5, client.nack().firstSeq());
            client.send(frames.numbered(7, 3, 1));
            assertEquals(3, client.nack().firstSeq());
        }
    }

    @Test
    void whoIsRefusedThreeTimesWithoutProgressIsDisconnected() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            for (long i = 0; i < 3; i++) {
                client.send(frames.numbered(7, 2 * i, 1));
                client.ackOf(new Position(7, 2 * i));
                client.send(frames.numbered(7, 2 * i + 2, 1));
                assertEquals(Nack.Code.GAP, client.nack().code());
                client.send(frames.numbered(7, 2 * i + 1, 1));
                client.ackOf(new Position(7, 2 * i + 1));
            }
            LostRange behindAGap = new LostRange(DropReason.CORRUPT, 7, 8, 8);
            for (int i = 0; i < 3; i++) {
                client.send(frames.numbered(7, 0, 1));
                client.send(behindAGap);
                assertEquals(Nack.Code.GAP, client.nack().code());
            }
            client.awaitEnd();
        }
        assertEquals(6, Stored.lines(dir).size());
    }

    @Test
    void aRangeFillsAGapWithAMarkerLine() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            client.send(frames.numbered(7, 0, 2));
            client.send(new LostRange(DropReason.SPILL_FULL, 7, 1, 9));
            client.send(frames.numbered(7, 10, 1));
            client.ackOf(new Position(7, 10));
            List<String> lines = Stored.lines(dir);
            assertEquals(4, lines.size());
            String marker = lines.get(2);
            assertTrue(marker.contains("\"event.action\":\"logferry.loss\""), marker);
            assertTrue(marker.contains("\"logferry.from\":2,\"logferry.to\":9"), marker);
            assertTrue(marker.contains("\"logferry.reason\":\"SPILL_FULL\",\"logferry.count\":8"), marker);
            assertTrue(marker.contains("\"service.name\":\"app\""), marker);
            assertTrue(marker.contains("\"ecs.version\":"), marker);
            assertEquals(1, collector.stats().ranges());
        }
    }

    @Test
    void anEpochWithoutEndIsFollowedByAMarkerAndOneWithEndIsNot() throws Exception {
        try (Client client = Client.join(collector, id, 9)) {
            client.send(frames.numbered(7, 0, 1));
            client.send(frames.numbered(8, 0, 1));
            client.send(frames.end(8, 1, "the end"));
            client.ackOf(new Position(8, 1));
        }
        restart();
        try (Client client = Client.join(collector, id, 9)) {
            client.send(frames.numbered(9, 0, 1));
            client.ackOf(new Position(9, 0));
            List<StoredLine> lines = Stored.identified(dir);
            assertEquals(
                    List.of(EntryKind.DATA, EntryKind.UNCLEAN, EntryKind.DATA, EntryKind.END, EntryKind.DATA),
                    lines.stream().map(StoredLine::kind).toList());
            String marker = lines.get(1).line();
            assertTrue(marker.contains("\"logferry.reason\":\"UNKNOWN_TAIL\""), marker);
            assertTrue(marker.contains("\"logferry.epoch\":7,\"logferry.from\":1"), marker);
        }
    }

    @Test
    void anEpochThatGoesOnAfterItsEndIsOpenAgain() throws Exception {
        try (Client client = Client.join(collector, id, 8)) {
            client.send(frames.end(7, 0, "the end"));
            client.send(frames.numbered(7, 1, 1));
            client.send(frames.numbered(8, 0, 1));
            client.ackOf(new Position(8, 0));
            assertEquals(EntryKind.UNCLEAN, Stored.identified(dir).get(2).kind());
        }
    }

    @Test
    void aNewEpochMustBeginAtZero() throws Exception {
        try (Client client = Client.join(collector, id, 9)) {
            client.send(frames.numbered(7, 0, 1));
            client.send(frames.numbered(8, 1, 1));
            assertEquals(Nack.Code.GAP, client.nack().code());
            client.send(new LostRange(DropReason.CORRUPT, 8, 0, 0));
            client.send(frames.numbered(8, 1, 1));
            client.ackOf(new Position(8, 1));
        }
    }

    @Test
    void aLowerEpochIsFencedAlsoAfterARestart() throws Exception {
        try (Client client = Client.join(collector, id, 9)) {
            client.send(frames.numbered(9, 0, 1));
            client.ackOf(new Position(9, 0));
        }
        restart();
        try (Client client = new Client(collector.address())) {
            client.hello(id, 8, Position.NONE);
            Nack nack = client.nack();
            assertEquals(Nack.Code.FENCED, nack.code());
            assertTrue(nack.permanent());
            client.awaitEnd();
        }
    }

    @Test
    void aBaseAboveTheLastPositionIsNotedAndContinuedFrom() throws Exception {
        try (Client client = new Client(collector.address())) {
            client.hello(id, 9, new Position(8, 41));
            assertEquals(new Position(8, 41), client.welcome().last());
            client.send(frames.numbered(8, 42, 1));
            client.ackOf(new Position(8, 42));
            List<StoredLine> lines = Stored.identified(dir);
            assertEquals(EntryKind.ELSEWHERE, lines.get(0).kind());
            assertTrue(lines.get(0).line().contains("\"logferry.last\":\"0:-1\",\"logferry.base\":\"8:41\""));
            assertEquals(new StoredLine(EntryKind.DATA, 8, 42, Frames.body(8, 42)), lines.get(1));
        }
    }

    @Test
    void aRestartKeepsThePosition() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            client.send(frames.numbered(7, 0, 3));
            client.ackOf(new Position(7, 2));
        }
        restart();
        try (Client client = new Client(collector.address())) {
            client.hello(id, 7, Position.NONE);
            assertEquals(new Position(7, 2), client.welcome().last());
            client.send(frames.numbered(7, 2, 2));
            client.ackOf(new Position(7, 3));
            assertEquals(4, Stored.lines(dir).size());
            assertEquals(1, Stored.files(dir, ".log").size());
        }
    }

    @Test
    void aLineBreakInABodyNeverMakesTwoLines() throws Exception {
        try (Client client = Client.join(collector, id, 7)) {
            client.send(frames.of(7, 0, "a\r\nb\n", "{\"a\":\r\n1}", "", "\n", "{"));
            client.ackOf(new Position(7, 4));
            assertEquals(List.of("a\\r\\nb\\n", "{\"a\":  1}", "", "\\n", "{"), Stored.lines(dir));
        }
    }
}
