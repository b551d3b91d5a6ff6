package io.logferry.sink.tcp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between clients and a server on loopback and does to their bytes what networks do. Without a fault it passes
 * everything on: bytes, half-closes and resets. Any thread.
 */
public final class FaultProxy implements AutoCloseable {
    /** Which way the bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /** How a connection ends. */
    public enum End {
        /** FIN both ways; what still comes is read and thrown away. */
        FIN,
        /** RST both ways. */
        RST
    }

    /** The faults of one direction, for every connection. */
    private static final class Lane {
        volatile int pieceBytes = 64 * 1024;
        volatile long delayMillis;
        volatile boolean stalled;
        long leftBytes = Long.MAX_VALUE; // guarded by the lane
        End end = End.FIN; // guarded by the lane
    }

    private final InetSocketAddress server;
    private final ServerSocket listening;
    private final Map<Direction, Lane> lanes = new EnumMap<>(Direction.class);
    private final Queue<Link> links = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** Listens on a free port of loopback. */
    public FaultProxy(InetSocketAddress server) throws IOException {
        this.server = server;
        listening = new ServerSocket(0, 50, ScriptedCollector.local(1));
        heal();
        start("accept", this::accept);
    }

    /** Where clients connect to. */
    public String endpoint() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** Ends all faults for what comes now; connections that were ended stay so. */
    public synchronized void heal() {
        for (Direction direction : Direction.values()) {
            Lane old = lanes.put(direction, new Lane());
            if (old != null) {
                old.stalled = false;
            }
        }
    }

    /** Each piece passes this late. */
    public void delay(Direction direction, long millis) {
        lane(direction).delayMillis = millis;
    }

    /** Bytes pass in pieces of this many. */
    public void drip(Direction direction, int pieceBytes) {
        lane(direction).pieceBytes = pieceBytes;
    }

    /** Nothing passes, and nothing is read, until {@link #heal}. */
    public void stall(Direction direction) {
        lane(direction).stalled = true;
    }

    /** After so many more bytes in this direction their connection ends. */
    public void endAfter(Direction direction, long bytes, End end) {
        Lane lane = lane(direction);
        synchronized (lane) {
            lane.leftBytes = bytes;
            lane.end = end;
        }
    }

    /** FIN in this direction; the other one goes on. */
    public void halfClose(Direction direction) {
        links.forEach(link -> link.halfClose(direction));
    }

    /** Ends all connections. */
    public void end(End end) {
        links.forEach(link -> link.end(end));
    }

    /** Ends everything; returns when no thread is left. */
    @Override
    public void close() {
        closed = true;
        closeQuietly(listening);
        heal();
        end(End.RST);
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
            Await.until(() -> !thread.isAlive(), () -> thread + " ends");
        }
    }

    private synchronized Lane lane(Direction direction) {
        return Objects.requireNonNull(lanes.get(direction));
    }

    private void start(String name, Runnable task) {
        Thread thread = new Thread(task, "fault-proxy-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            Socket client = null;
            try {
                client = listening.accept();
                Link link = new Link(client, new Socket(server.getAddress(), server.getPort()));
                links.add(link);
                start("to-server", () -> link.pump(Direction.TO_SERVER));
                start("to-client", () -> link.pump(Direction.TO_CLIENT));
            } catch (IOException noServer) {
                if (client != null) {
                    closeQuietly(client);
                }
            }
        }
    }

    /** One client's connection and the one to the server that belongs to it. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private final AtomicInteger open = new AtomicInteger(2);

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void pump(Direction direction) {
            Socket from = direction == Direction.TO_SERVER ? client : server;
            byte[] piece = new byte[64 * 1024];
            try {
                int length;
                while ((length = from.getInputStream().read(piece, 0, lane(direction).pieceBytes)) >= 0) {
                    Lane lane = lane(direction);
                    hold(lane);
                    pass(direction, lane, piece, length);
                }
                halfClose(direction);
            } catch (IOException broken) {
                end(End.RST);
            }
            if (open.decrementAndGet() == 0) {
                closeQuietly(client);
                closeQuietly(server);
                links.remove(this);
            }
        }

        private void hold(Lane lane) {
            long delayNanos = TimeUnit.MILLISECONDS.toNanos(lane.delayMillis);
            long startNanos = System.nanoTime();
            while (!closed && !client.isClosed() && (lane.stalled || System.nanoTime() - startNanos < delayNanos)) {
                LockSupport.parkNanos(200_000);
            }
        }

        private void pass(Direction direction, Lane lane, byte[] piece, int length) throws IOException {
            int passing;
            End end = null;
            synchronized (lane) {
                passing = (int) Math.min(length, lane.leftBytes);
                lane.leftBytes -= passing;
                if (passing < length) {
                    end = lane.end;
                    lane.leftBytes = Long.MAX_VALUE; // one connection's end only
                }
            }
            Socket to = to(direction);
            if (!to.isOutputShutdown()) {
                OutputStream out = to.getOutputStream();
                out.write(piece, 0, passing);
            }
            if (end != null) {
                end(end);
            }
        }

        void halfClose(Direction direction) {
            try {
                to(direction).shutdownOutput();
            } catch (IOException alreadyOver) {
                closeQuietly(to(direction));
            }
        }

        void end(End end) {
            if (end == End.FIN) {
                halfClose(Direction.TO_CLIENT);
                halfClose(Direction.TO_SERVER);
                return;
            }
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.setSoLinger(true, 0);
                } catch (IOException alreadyOver) {
                    continue;
                }
                closeQuietly(socket);
            }
        }

        private Socket to(Direction direction) {
            return direction == Direction.TO_SERVER ? server : client;
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception ignored) { // it is over either way
        }
    }
}
