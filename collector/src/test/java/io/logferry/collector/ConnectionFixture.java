package io.logferry.collector;

import io.logferry.frame.Frame;
import io.logferry.frame.Position;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A collector in a folder of its own, which has to have given back every byte when a test ends. */
abstract class ConnectionFixture {
    static final long NEVER = 3_600_000;
    static final Limits PATIENT = new Limits(NEVER, NEVER, NEVER, NEVER, NEVER, 0, 4 << 20, 64 << 20, 100, 100);

    final UUID id = UUID.randomUUID();
    final Frames frames = new Frames(id);

    @TempDir
    Path dir;

    Collector collector;

    @BeforeEach
    void start() throws Exception {
        collector = start(PATIENT);
    }

    private Collector start(Limits limits) throws Exception {
        var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Collector.start(configure(CollectorConfig.of(listen, dir)), limits);
    }

    void restart(Limits limits) throws Exception {
        collector.close();
        collector = start(limits);
    }

    /** What the collector is started with. */
    CollectorConfig configure(CollectorConfig plain) {
        return plain;
    }

    /** Connects as the collector wants it. */
    Client connect() throws Exception {
        return new Client(collector.address());
    }

    /** Connects and joins a stream. */
    final Client join(UUID streamId, long epoch) throws Exception {
        Client client = connect();
        client.hello(streamId, epoch, Position.NONE);
        client.welcome();
        return client;
    }

    @AfterEach
    void everyByteIsGivenBack() {
        try {
            Await.until("no bytes taken", () -> collector.budget().takenBytes() == 0);
        } finally {
            collector.close();
        }
    }

    /** Sends them all, as long as it takes; returns how many. */
    static int sendAll(Client client, List<Frame> frames) {
        try {
            for (Frame frame : frames) {
                client.send(frame);
            }
            return frames.size();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** True once a value did not change for a while. */
    static final class Stable implements java.util.function.BooleanSupplier {
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
}
