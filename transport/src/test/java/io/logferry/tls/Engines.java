package io.logferry.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** Two engines that talk to each other. Test thread only. */
final class Engines {
    private static final int BUFFER_BYTES = 64 * 1024;

    private Engines() {}

    /** Lets them shake hands, and one byte pass from the client to the server. */
    static void connect(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(BUFFER_BYTES);
        ByteBuffer toClient = ByteBuffer.allocate(BUFFER_BYTES);
        ByteBuffer got = ByteBuffer.allocate(BUFFER_BYTES);
        client.beginHandshake();
        for (int i = 0; i < 100 && got.position() == 0; i++) {
            boolean done = client.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
            step(client, done ? ByteBuffer.wrap(new byte[1]) : ByteBuffer.allocate(0), toServer, toClient, got);
            step(server, ByteBuffer.allocate(0), toClient, toServer, got);
        }
        assertTrue(got.position() > 0, () -> client.getHandshakeStatus() + " and " + server.getHandshakeStatus());
    }

    private static void step(SSLEngine engine, ByteBuffer data, ByteBuffer out, ByteBuffer in, ByteBuffer got)
            throws SSLException {
        while (engine.wrap(data, out).bytesProduced() > 0) {}
        runTasks(engine);
        in.flip();
        while (in.hasRemaining() && engine.unwrap(in, got).getStatus() == Status.OK) {
            runTasks(engine);
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                break;
            }
        }
        in.compact();
    }

    private static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
