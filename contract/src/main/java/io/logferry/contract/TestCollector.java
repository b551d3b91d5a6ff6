package io.logferry.contract;

import io.logferry.broker.CertificateAuthority;
import io.logferry.frame.Codec;
import io.logferry.frame.Frame;
import io.logferry.frame.FrameDecoder;
import io.logferry.frame.Position;
import io.logferry.sink.Hello;
import io.logferry.sink.tcp.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A collector in memory: acknowledges each frame at once, keeps each record once. Any thread. */
public final class TestCollector implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> connections = new ArrayList<>();
    private final Map<UUID, Position> lastOf = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final Set<Codec> codecs = EnumSet.noneOf(Codec.class);
    private int endCount;
    private String failure = "";

    /** Starts it, on a port of its own. */
    public TestCollector() {
        this(ServerSocketFactory.getDefault());
    }

    private TestCollector(ServerSocketFactory sockets) {
        try {
            server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** Starts one that takes only TLS, with a certificate of this authority's. */
    public static TestCollector overTls(CertificateAuthority authority) {
        CertificateAuthority.Issued own = authority.issue("collector", "127.0.0.1");
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", own.key(), new char[0], own.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new TestCollector(context.getServerSocketFactory());
        } catch (GeneralSecurityException | IOException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    /** Where it listens, as the sink's endpoints name it. */
    public String endpoint() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The applications' lines, without the pipeline's own. */
    public synchronized List<String> lines() {
        if (!failure.isEmpty()) {
            throw new AssertionError(failure);
        }
        return lines.stream()
                .filter(line -> !line.contains("\"event.action\":\"logferry."))
                .toList();
    }

    /** How many streams it has seen. */
    public synchronized int streamCount() {
        return lastOf.size();
    }

    /** How many epochs ended cleanly. */
    public synchronized int endCount() {
        return endCount;
    }

    /** How the frames that came were compressed. */
    synchronized Set<Codec> codecs() {
        return Set.copyOf(codecs);
    }

    @Override
    public synchronized void close() {
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable loop) {
        Thread thread = new Thread(loop, "test-collector");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                synchronized (this) {
                    connections.add(connection);
                }
                daemon(() -> serve(connection));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            Hello hello = null;
            while (true) {
                byte type = in.readByte();
                byte[] body = new byte[Integer.reverseBytes(in.readInt())];
                in.readFully(body);
                if (type == Wire.HELLO) {
                    hello = Wire.readHello(ByteBuffer.wrap(body));
                    answer(connection, Wire.welcome(new Wire.Welcome(last(hello), 4 << 20)));
                } else if (hello != null && type != Wire.PING) {
                    Position last = type == Wire.FRAME
                            ? store(hello, body)
                            : advance(
                                    hello, Wire.readRange(ByteBuffer.wrap(body)).last());
                    answer(connection, Wire.ack(last));
                }
            }
        } catch (IOException disconnected) {
            // so it goes
        } catch (Wire.ProtocolException | RuntimeException broken) {
            synchronized (this) {
                failure = broken.toString();
            }
        }
    }

    private static void answer(Socket connection, ByteBuffer message) throws IOException {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        connection.getOutputStream().write(bytes);
    }

    private synchronized Position last(Hello hello) {
        return lastOf.computeIfAbsent(hello.streamId(), stream -> Position.NONE);
    }

    private synchronized Position advance(Hello hello, Position to) {
        return lastOf.merge(hello.streamId(), to, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    private synchronized Position store(Hello hello, byte[] body) {
        Frame frame = Frame.read(body, hello.streamId());
        if (frame == null) {
            throw new IllegalStateException("a frame fails its checksum");
        }
        Position last = last(hello);
        long epoch = frame.header().epoch();
        boolean decodes = new FrameDecoder().decode(frame, (seq, time, level, bytes, offset, length) -> {
            if (!last.covers(epoch, seq)) {
                lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
        });
        if (!decodes) {
            throw new IllegalStateException("a frame does not decode");
        }
        codecs.add(frame.header().codec());
        endCount += frame.header().isEnd() ? 1 : 0;
        return advance(hello, frame.header().last());
    }
}
