package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Position;
import io.logferry.sink.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that takes nothing any more, with acks that have arrived and were not read. */
class BrokenConnectionTest {
    private static final int ACKS = 1_000; // more than one read takes

    @AutoClose
    private final SinkDriver driver = new SinkDriver("127.0.0.1:1"); // only listens to it

    private final TestLine line = new TestLine(new Random(1), 100_000);
    private boolean broken;

    /** The client's end of the line. */
    private final class Breaking implements ByteChannel {
        private final ByteChannel end = line.end(0);

        @Override
        public int read(ByteBuffer to) throws IOException {
            return end.read(to);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            if (broken) {
                throw new IOException("Broken pipe");
            }
            return end.write(from);
        }

        @Override
        public boolean isOpen() {
            return end.isOpen();
        }

        @Override
        public void close() throws IOException {
            end.close();
        }
    }

    @Test
    void allItsAcksAreReported() throws Exception {
        assertAllAreReported(new Breaking(), line.end(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void allItsAcksAreReported_alsoIfEachIsInARecordOfItsOwn(String version) throws Exception {
        TestTls tls = TestTls.of(version);
        SSLEngine speaking = tls.contextOf(tls.clientWithCertificate()).serverEngine();
        speaking.setNeedClientAuth(false);
        speaking.setEnabledProtocols(new String[] {version});
        TlsChannel client =
                new TlsChannel(new Breaking(), tls.contextOf(tls.client()).clientEngine("localhost", 1));
        TlsChannel server = new TlsChannel(line.end(1), speaking);
        boolean isDone = false;
        for (int i = 0; !isDone; i++) {
            assertTrue(i < 1_000, "hands are not shaken");
            boolean isClientDone = client.shakeHands();
            isDone = server.shakeHands() && isClientDone;
        }
        assertAllAreReported(client, server);
    }

    private void assertAllAreReported(ByteChannel client, ByteChannel server) throws IOException {
        Connection connection = new Connection(new Endpoint("collector", 1), client, new Inbox(), new Outbox(), 0);
        for (int i = 0; i < ACKS; i++) {
            ByteBuffer ack = Wire.ack(new Position(7, i));
            server.write(ack);
            assertFalse(ack.hasRemaining());
        }
        broken = true;
        connection.send(Wire.ping());
        assertEquals("connection to collector:1 broke: Broken pipe", connection.failure());
        connection.move(0);
        while (connection.report(driver)) {}
        List<String> expected =
                IntStream.range(0, ACKS).mapToObj(i -> "acked 7:" + i).toList();
        assertEquals(expected, new ArrayList<>(driver.reports));
    }
}
