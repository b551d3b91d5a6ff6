package io.logferry.sink.tcp;

import io.logferry.frame.Frame;
import io.logferry.frame.Position;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A small collector that keeps one stream's frames of one record in memory and acks them, whatever happens to its
 * connections. Any thread.
 */
final class AckingCollector implements AutoCloseable {
    private final ScriptedCollector collector;
    private final List<Frame> stored = new ArrayList<>(); // guarded by this
    private final Queue<Peer> peers = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** Null for plaintext. */
    AckingCollector(@Nullable TestTls tls) {
        collector = new ScriptedCollector(tls);
        start(this::accept);
    }

    int port() {
        return collector.port();
    }

    synchronized List<Frame> stored() {
        return List.copyOf(stored);
    }

    /** What a client must not do, whatever the network does. */
    List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    @Override
    public void close() {
        closed = true;
        collector.close();
        peers.forEach(Peer::close);
        threads.forEach(thread -> Await.until(() -> !thread.isAlive(), () -> thread + " ends"));
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task, "acking-collector");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                Peer peer = collector.accept();
                peers.add(peer);
                start(() -> serve(peer));
            } catch (UncheckedIOException over) {
                // closed
            }
        }
    }

    private void serve(Peer peer) {
        try (peer) {
            if (peer.read().type() != Wire.HELLO) {
                mistakes.add("no HELLO first");
                return;
            }
            peer.send(Wire.welcome(new Wire.Welcome(last(), 4 << 20)));
            while (true) {
                Peer.Message message = peer.read();
                if (message.type() == Wire.FRAME) {
                    store(message.body().array());
                    peer.send(Wire.ack(last()));
                } else if (message.type() != Wire.PING) {
                    mistakes.add("message type=" + message.type());
                }
            }
        } catch (UncheckedIOException over) {
            // the client will come again
        }
    }

    private synchronized Position last() {
        return new Position(TestFrames.EPOCH, stored.size() - 1);
    }

    private synchronized void store(byte[] bytes) {
        Frame frame = Frame.read(bytes, SinkDriver.STREAM);
        if (frame == null) {
            mistakes.add("a damaged frame of " + bytes.length + " bytes");
        } else if (frame.header().firstSeq() == stored.size()) {
            stored.add(frame);
        } else if (frame.header().firstSeq() > stored.size()) {
            mistakes.add("a gap before " + frame);
        }
    }
}
