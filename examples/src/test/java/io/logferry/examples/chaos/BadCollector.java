package io.logferry.examples.chaos;

import io.logferry.frame.Position;
import io.logferry.sink.tcp.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Something that listens where a collector should, and misbehaves. Any thread. */
final class BadCollector implements AutoCloseable {
    /** What it does with a connection. */
    enum Manner {
        SILENT_AFTER_ACCEPT,
        RUBBISH,
        ENDLESS_RUBBISH,
        CLOSES,
        /** Says WELCOME, then reads everything and never acks. */
        NEVER_ACKS,
        /** Says WELCOME, then does not even read. */
        NEVER_READS
    }

    final AtomicInteger accepted = new AtomicInteger();
    private final Manner manner;
    private final ServerSocket server;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    BadCollector(Manner manner) throws IOException {
        this.manner = manner;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String endpoint() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "bad-collector");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                accepted.incrementAndGet();
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            switch (manner) {
                case SILENT_AFTER_ACCEPT -> in.skipNBytes(Long.MAX_VALUE);
                case CLOSES -> socket.close();
                case RUBBISH -> {
                    socket.getOutputStream().write(rubbish());
                    in.skipNBytes(Long.MAX_VALUE);
                }
                case ENDLESS_RUBBISH -> {
                    while (true) {
                        socket.getOutputStream().write(rubbish());
                    }
                }
                case NEVER_ACKS -> {
                    welcome(socket, in);
                    in.skipNBytes(Long.MAX_VALUE);
                }
                case NEVER_READS -> welcome(socket, in);
            }
        } catch (IOException | UncheckedIOException over) {
            // the client left
        }
    }

    private static byte[] rubbish() {
        byte[] bytes = new byte[10_000];
        new Random().nextBytes(bytes);
        return bytes;
    }

    private static void welcome(Socket socket, DataInputStream in) throws IOException {
        in.readByte();
        in.skipNBytes(Integer.reverseBytes(in.readInt()));
        ByteBuffer welcome = Wire.welcome(new Wire.Welcome(Position.NONE, 4 << 20));
        byte[] bytes = new byte[welcome.remaining()];
        welcome.get(bytes);
        socket.getOutputStream().write(bytes);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
