package io.logferry.sink.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Encrypts what is written to a non-blocking socket and decrypts what is read from it. One thread at a time: the
 * connector's, then the sender.
 *
 * <p>Three buffers, of a few records each:
 *
 * <pre>
 *   write -> wrap -> | sealed  | -> socket     being filled: position = what waits to be written
 *   read  <- | opened | <- unwrap <- | arrived | <- socket     both ready to be read
 * </pre>
 *
 * Invariants: read gives 0 only when nothing more can be had without the socket, so that who waits for the socket misses
 * nothing. What the protocol itself has to say (handshake, new keys, alerts) goes out before the next data, with
 * whichever call comes next; {@link #drain} is one that does nothing else. An end without TLS's own goodbye is an end
 * like any other: what matters is what was acked.
 */
final class TlsChannel implements ByteChannel {
    /** What an exception says whose cause is a peer that went away while hands were shaken. */
    static final String CLOSED_IN_HANDSHAKE = "closed in the TLS handshake";

    private static final int RECORDS = 4;

    /** So many in one go that hold nothing are no protocol, but an attempt to keep this side busy. */
    private static final int MAX_EMPTY_RECORDS = 1_000;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteChannel socket;
    private final SSLEngine engine;
    private ByteBuffer sealed;
    private ByteBuffer arrived;
    private ByteBuffer opened;
    private boolean ended;

    TlsChannel(ByteChannel socket, SSLEngine engine) throws SSLException {
        this.socket = socket;
        this.engine = engine;
        int recordBytes = engine.getSession().getPacketBufferSize();
        sealed = ByteBuffer.allocate(RECORDS * recordBytes);
        arrived = ByteBuffer.allocate(recordBytes).limit(0);
        opened = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .limit(0);
        engine.beginHandshake();
    }

    /**
     * Goes on with the handshake as far as it can without waiting.
     *
     * @return true when it is done; false to wait for the socket, to write too if something {@linkplain #isDrained waits}
     */
    boolean shakeHands() throws IOException {
        do {
            drain();
            open();
        } while (drain() > 0);
        if (ended) {
            throw new SSLException(CLOSED_IN_HANDSHAKE);
        }
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING && isDrained();
    }

    /** Tells whether the socket took all that was encrypted. */
    boolean isDrained() {
        return sealed.position() == 0;
    }

    /**
     * Writes what is encrypted, as far as the socket takes it.
     *
     * @return how many bytes it took
     */
    int drain() throws IOException {
        int total = 0;
        int written;
        do {
            answer();
            written = 0;
            if (!isDrained()) {
                sealed.flip();
                try {
                    written = socket.write(sealed);
                } finally {
                    sealed.compact();
                }
            }
            total += written;
        } while (written > 0);
        return total;
    }

    /** Does what the protocol wants to be done on this side. */
    private void answer() throws SSLException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> {
                    if (!seal(NOTHING)) {
                        return; // no room: when the socket took something
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    private void runTasks() {
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int before = from.remaining();
        do {
            while (from.hasRemaining() && seal(from)) {}
        } while (drain() > 0 && from.hasRemaining());
        return before - from.remaining();
    }

    /**
     * Encrypts one record.
     *
     * @return false if there was no room for it, or no reason
     */
    private boolean seal(ByteBuffer from) throws SSLException {
        SSLEngineResult result = engine.wrap(from, sealed);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            int neededBytes = engine.getSession().getPacketBufferSize();
            if (!isDrained() || sealed.capacity() >= neededBytes) {
                return false;
            }
            sealed = ByteBuffer.allocate(neededBytes);
            return seal(from);
        }
        if (result.getStatus() == Status.CLOSED && result.bytesProduced() == 0 && from.hasRemaining()) {
            throw new SSLException("TLS was ended by the other side");
        }
        return result.bytesProduced() > 0;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (!opened.hasRemaining() && !open()) {
            return ended ? -1 : 0;
        }
        int length = Math.min(to.remaining(), opened.remaining());
        to.put(to.position(), opened, opened.position(), length);
        to.position(to.position() + length);
        opened.position(opened.position() + length);
        return length;
    }

    /** Decrypts until there is something to read; false if there is nothing more now, or the end. */
    private boolean open() throws IOException {
        boolean idle = false;
        int records = 0;
        while (!ended && !opened.hasRemaining()) {
            opened.clear();
            SSLEngineResult result;
            try {
                result = engine.unwrap(arrived, opened);
            } finally {
                opened.flip();
            }
            switch (result.getStatus()) {
                case BUFFER_UNDERFLOW -> {
                    if (!fill()) {
                        return false;
                    }
                }
                case BUFFER_OVERFLOW ->
                    opened = ByteBuffer.allocate(roomFor(engine.getSession().getApplicationBufferSize(), opened))
                            .limit(0);
                case CLOSED -> ended = true;
                case OK -> {
                    answer();
                    boolean moved = result.bytesConsumed() + result.bytesProduced() > 0;
                    if (!moved && idle) {
                        return false; // there is no room for an answer: when the socket took something
                    }
                    idle = !moved;
                    if (++records > MAX_EMPTY_RECORDS && !opened.hasRemaining()) {
                        throw new SSLException("over " + MAX_EMPTY_RECORDS + " TLS records without data in a row");
                    }
                }
            }
        }
        return opened.hasRemaining();
    }

    /** Reads from the socket; false if it has nothing. */
    private boolean fill() throws IOException {
        if (arrived.remaining() == arrived.capacity()) {
            ByteBuffer larger = ByteBuffer.allocate(roomFor(engine.getSession().getPacketBufferSize(), arrived));
            arrived = larger.put(arrived).flip();
        }
        arrived.compact();
        int read;
        try {
            read = socket.read(arrived);
        } finally {
            arrived.flip();
        }
        ended = read < 0;
        return read > 0;
    }

    private static int roomFor(int neededBytes, ByteBuffer now) throws SSLException {
        if (neededBytes <= now.capacity()) {
            throw new SSLException("a TLS record is larger than it may be");
        }
        return neededBytes;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    /** Says goodbye, or what was wrong, if the socket takes it at once. */
    @Override
    public void close() throws IOException {
        try {
            engine.closeOutbound();
            drain();
        } catch (IOException | RuntimeException alreadyOver) { // it is to be closed anyway
        } finally {
            socket.close();
        }
    }
}
