package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Frame;
import io.logferry.frame.Position;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.Wire;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a connection may take, and how long. */
@Timeout(120)
final class ConnectionLimitsTest extends ConnectionFixture {
    @Test
    void whoSaysNothingIsClosed() throws Exception {
        restart(new Limits(50, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 100, 100));
        try (Client client = connect()) {
            client.awaitEnd();
        }
    }

    @Test
    void aFrameThatDripsIsClosed() throws Exception {
        restart(new Limits(NEVER, 50, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 100, 100));
        try (Client client = join(id, 7)) {
            client.send(Wire.frameHeader(100_000));
            client.send(new byte[10]);
            client.awaitEnd();
        }
    }

    @Test
    void whoFallsSilentIsPingedAndClosed() throws Exception {
        restart(new Limits(NEVER, NEVER, 20, 200, NEVER, 0, 4 << 20, 64 << 20, 100, 100));
        try (Client client = join(id, 7)) {
            client.ping();
            client.awaitEnd();
        }
    }

    @Test
    void whoPingsIsNotClosed() throws Exception {
        restart(new Limits(NEVER, NEVER, 20, 2_000, NEVER, 0, 4 << 20, 64 << 20, 100, 100));
        try (Client client = join(id, 7)) {
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
        try (Client client = join(id, 7)) {
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
    void allConnectionsTogetherKeepNoMoreThanTheirCap() throws Exception {
        int capBytes = 100_000;
        restart(new Limits(NEVER, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, capBytes, 100, 100));
        List<Client> clients = new ArrayList<>();
        List<Runnable> pending = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UUID each = UUID.randomUUID();
            Client client = join(each, 7);
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
        try (Client client = join(id, 7)) {
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
        try (Client one = join(id, 7);
                Client other = join(UUID.randomUUID(), 7)) {
            for (Client each : List.of(one, other)) {
                each.send(Wire.frameHeader(100_000));
                each.send(new byte[4_000]);
            }
            one.awaitEnd();
            other.awaitEnd();
        }
    }

    @Test
    void aConnectionTooManyIsClosedAtOnce() throws Exception {
        restart(new Limits(NEVER, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 1, 100));
        try (Client first = join(id, 7)) {
            try (Client second = new Client(collector.address())) {
                assertNull(second.read());
            }
            first.send(frames.numbered(7, 0, 1));
            first.ackOf(new Position(7, 0));
        }
    }

    @Test
    void whoIsRefusedAndReadsNothingIsClosed() {
        EmbeddedChannel channel = new EmbeddedChannel();
        Connection connection = new Connection(
                channel,
                collector.streams(),
                collector.budget(),
                Limits.standard(),
                new Handshake(null),
                new StrangerLog(0));
        channel.pipeline().addLast(connection);
        Nack nack = new Nack(Nack.Code.GAP, false, 7, 0, 1, "refused");
        connection.nack(nack);
        channel.runPendingTasks();
        assertNotNull(channel.readOutbound());
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        connection.nack(nack);
        channel.runPendingTasks();
        assertNull(channel.readOutbound());
        assertFalse(channel.isOpen());
    }

    @Test
    void aStreamTooManyIsRefusedForNow() throws Exception {
        restart(new Limits(NEVER, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 100, 1));
        try (Client first = join(id, 7);
                Client second = connect()) {
            second.hello(UUID.randomUUID(), 7, Position.NONE);
            Nack nack = second.nack();
            assertEquals(Nack.Code.REFUSED, nack.code());
            assertFalse(nack.permanent());
            second.awaitEnd();
            first.send(frames.numbered(7, 0, 1));
            first.ackOf(new Position(7, 0));
        }
    }
}
