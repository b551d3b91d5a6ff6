package io.logferry.collector;

import io.logferry.frame.Position;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: its messages, deadlines and acks. Event loop only, but for the methods that a stream calls (welcome,
 * stored, nack, refuse, supersede, free), which are for any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in channelInactive, like all else
final class Connection extends ChannelInboundHandlerAdapter {
    private enum Phase {
        /** Nothing came yet. */
        CONNECTED,
        /** HELLO came, and PROOF is asked for. */
        CHALLENGED,
        /** The client may have its stream, which has not answered yet; or it is about to hear that it may not. */
        JOINING,
        JOINED,
        /** It is over, but for a refused client that may still read why; what comes is not looked at. */
        LEFT
    }

    private static final System.Logger LOG = System.getLogger("io.logferry.collector");
    /** What a message costs besides its bytes. */
    private static final long OVERHEAD_BYTES = 64;

    private final Channel channel;
    private final Streams streams;
    private final Budget budget;
    private final Limits limits;
    private final Handshake handshake;
    private final StrangerLog strangers;
    private final MessageReader reader = new MessageReader();
    private Phase phase = Phase.CONNECTED;
    private Handshake.@Nullable Challenge challenge;
    private @Nullable Stream stream;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private boolean waitsForRoom;
    private long unackedBytes;
    private Position lastAck = Position.NONE;
    private boolean ackDue;
    private boolean nackLogged;
    private long phaseNanos = System.nanoTime();
    private long messageNanos;
    private long readNanos = phaseNanos;
    private long writeNanos = phaseNanos;

    Connection(
            Channel channel,
            Streams streams,
            Budget budget,
            Limits limits,
            Handshake handshake,
            StrangerLog strangers) {
        this.channel = channel;
        this.streams = streams;
        this.budget = budget;
        this.limits = limits;
        this.handshake = handshake;
        this.strangers = strangers;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        long tick = limits.tickMillis();
        var ticks = ctx.executor().scheduleAtFixedRate(this::checkDeadlines, tick, tick, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> ticks.cancel(false));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        readNanos = System.nanoTime();
        ByteBuf in = (ByteBuf) bytes;
        if (phase == Phase.LEFT) {
            in.release();
            return;
        }
        // by copying: one read from the socket can come as thousands of tiny TLS records
        unread = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), unread, in);
        readOn();
    }

    /** Reads messages from what came until there are no more, or until the connection has to wait. */
    private void readOn() {
        try {
            while (!isPaused() && phase != Phase.LEFT && readOne()) {}
        } catch (Wire.ProtocolException broken) {
            close(String.valueOf(broken.getMessage()));
        }
        if (phase == Phase.LEFT) {
            return;
        }
        if (!unread.isReadable()) {
            unread.release();
            unread = Unpooled.EMPTY_BUFFER;
        }
        channel.config().setAutoRead(!isPaused());
    }

    private boolean isPaused() {
        return waitsForRoom || unackedBytes > limits.windowBytes();
    }

    private boolean readOne() throws Wire.ProtocolException {
        boolean inside = reader.isInside();
        MessageReader.Step step = reader.read(unread);
        if (!inside && reader.isInside()) {
            messageNanos = readNanos;
        }
        if (step == MessageReader.Step.NEED_BYTES) {
            return false;
        }
        if (step == MessageReader.Step.MESSAGE) {
            take(reader.type(), reader.body());
            reader.next(); // only now: a message that breaks the protocol is still counted, and freed at the end
            return true;
        }
        checkPhase(reader.type());
        long bytes =
                reader.hasRoom() ? reader.neededBytes() - reader.roomBytes() : OVERHEAD_BYTES + reader.neededBytes();
        if (budget.take(bytes, () -> channel.eventLoop().execute(this::roomWasFreed))) {
            reader.makeRoom();
        } else {
            waitsForRoom = true;
        }
        return true;
    }

    private long charge() {
        return OVERHEAD_BYTES + reader.roomBytes();
    }

    private void checkPhase(byte type) throws Wire.ProtocolException {
        boolean fits = switch (type) {
            case Wire.HELLO -> phase == Phase.CONNECTED;
            case Wire.FRAME, Wire.RANGE -> phase == Phase.JOINED;
            case Wire.PROOF -> phase == Phase.CHALLENGED;
            case Wire.PING -> phase == Phase.JOINING || phase == Phase.JOINED;
            default -> false;
        };
        if (!fits) {
            throw new Wire.ProtocolException("message type=" + type + " came while " + phase);
        }
    }

    private void take(byte type, byte[] body) throws Wire.ProtocolException {
        long charge = charge();
        Stream joined = stream;
        if (type == Wire.FRAME && joined != null) {
            joined.frame(this, body, charge);
            unackedBytes += charge;
        } else if (type == Wire.RANGE && joined != null) {
            joined.range(this, Wire.readRange(ByteBuffer.wrap(body)), charge);
            unackedBytes += charge;
        } else {
            if (type == Wire.HELLO) {
                act(handshake.hello(body));
            } else if (type == Wire.PROOF && challenge != null) {
                act(challenge.proof(body));
            }
            budget.free(charge);
        }
    }

    private void act(Handshake.Answer answer) {
        if (answer instanceof Handshake.Challenge asked) {
            phase = Phase.CHALLENGED; // the deadline stays the connection's
            challenge = asked;
            send(asked.message());
            return;
        }
        challenge = null;
        enter(Phase.JOINING);
        if (answer instanceof Handshake.Admitted admitted) {
            stream = streams.join(this, admitted.hello());
        } else if (answer instanceof Handshake.Refused refused) {
            refuse(refused.nack());
        }
    }

    private void roomWasFreed() {
        if (waitsForRoom) {
            waitsForRoom = false;
            resume();
        }
    }

    private void resume() {
        readNanos = System.nanoTime(); // while it was not read, silence was not the client's
        messageNanos = readNanos;
        readOn();
    }

    private void enter(Phase next) {
        phase = next;
        phaseNanos = System.nanoTime();
    }

    private void checkDeadlines() {
        long now = System.nanoTime();
        if (phase == Phase.CONNECTED && isOver(limits.handshakeMillis(), phaseNanos, now)) {
            String missing = ServerTls.isShakingHands(channel) ? "TLS handshake" : "HELLO";
            close("no " + missing + " within " + limits.handshakeMillis() + " ms");
        } else if (phase == Phase.CHALLENGED
                && challenge != null
                && isOver(limits.handshakeMillis(), phaseNanos, now)) {
            act(challenge.tooLate(limits.handshakeMillis()));
        } else if (phase == Phase.LEFT && isOver(limits.handshakeMillis(), phaseNanos, now)) {
            channel.close();
        } else if (mustGoOn() && reader.isInside() && isOver(limits.frameMillis(), messageNanos, now)) {
            close("a message took more than " + limits.frameMillis() + " ms");
        } else if (!isPaused() && isOver(limits.silenceMillis(), readNanos, now)) {
            close("silent for " + limits.silenceMillis() + " ms");
        } else if (phase == Phase.JOINED && unackedBytes > 0 && isOver(limits.ackMillis(), writeNanos, now)) {
            sendAck();
        } else if (phase == Phase.JOINED && isOver(limits.pingMillis(), writeNanos, now)) {
            send(Wire.ping());
        }
    }

    /** Tells whether a message that began must go on: also one that waits for room and keeps others from theirs. */
    private boolean mustGoOn() {
        return !isPaused() || (waitsForRoom && reader.hasRoom());
    }

    private static boolean isOver(long limitMillis, long sinceNanos, long nowNanos) {
        return nowNanos - sinceNanos >= limitMillis * 1_000_000;
    }

    /** The stream is this connection's now. */
    void welcome(Position last) {
        channel.eventLoop().execute(() -> {
            if (phase != Phase.JOINING) {
                return;
            }
            enter(Phase.JOINED);
            lastAck = last;
            send(Wire.welcome(new Wire.Welcome(last, limits.windowBytes())));
        });
    }

    /** Everything up to this position is durable, and messages of so many bytes are done with. */
    void stored(Position last, long charge) {
        budget.free(charge);
        channel.eventLoop().execute(() -> {
            lastAck = last;
            boolean paused = isPaused();
            unackedBytes -= charge;
            if (phase == Phase.JOINED) {
                sendAck();
                if (paused && !isPaused()) {
                    resume();
                }
            }
        });
    }

    /** Messages of so many bytes were dropped. */
    void free(long charge) {
        budget.free(charge);
    }

    /** Refuses numbers. */
    void nack(Nack nack) {
        channel.eventLoop().execute(() -> {
            if (!nackLogged) { // the first one says it; a client that is refused again and again must not fill the log
                nackLogged = true;
                log("connection from " + channel.remoteAddress() + ": " + nack);
            }
            if (channel.isWritable()) {
                send(Wire.nack(nack));
            } else {
                close("it reads nothing and is refused"); // refusals must not pile up here
            }
        });
    }

    /** Refuses numbers, or the whole connection, and ends it. */
    void refuse(Nack nack) {
        nack(nack);
        channel.eventLoop().execute(() -> {
            leave();
            // not closed: unread bytes would make that a reset
            ServerTls.closeOutbound(channel).addListener(done -> ((SocketChannel) channel).shutdownOutput());
            channel.config().setAutoRead(true);
        });
    }

    /** Another connection has the stream now. */
    void supersede() {
        channel.eventLoop().execute(() -> close("another connection of the stream came"));
    }

    private void sendAck() {
        ackDue = !channel.isWritable(); // acks are cumulative: a client that reads none must not pile them up here
        if (!ackDue) {
            send(Wire.ack(lastAck));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ackDue) {
            sendAck();
        }
    }

    private void send(ByteBuffer bytes) {
        writeNanos = System.nanoTime();
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    private void close(String reason) {
        if (isOpen()) {
            leave(reason);
            channel.close();
        }
    }

    private boolean isOpen() {
        return channel.isActive() && phase != Phase.LEFT;
    }

    private void leave(String reason) {
        log("connection from " + channel.remoteAddress() + " closed: " + reason);
        leave();
    }

    private void log(String line) {
        if (stream == null) {
            strangers.log(Level.INFO, line);
        } else {
            LOG.log(Level.INFO, line);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent end && !end.isSuccess() && isOpen()) {
            ServerTls.answer(channel, end.cause());
            leave(ServerTls.reason(end.cause())); // the SslHandler closes
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close(cause.toString());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave();
        Stream joined = stream;
        if (joined != null) {
            joined.leave(this);
        }
    }

    private void leave() {
        enter(Phase.LEFT);
        if (reader.hasRoom()) {
            budget.free(charge());
            reader.next();
        }
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
        waitsForRoom = false;
    }
}
