package io.logferry.collector;

import io.logferry.sink.Nack;
import io.logferry.sink.tcp.Wire;
import io.logferry.tls.TlsConfig;
import io.logferry.tls.TlsContext;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What a new connection is encrypted with: the newest files that can be used; connections that stand keep theirs. And
 * what a connection has to do differently with TLS. Any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends in channelInactive
final class ServerTls {
    private static final System.Logger LOG = System.getLogger("io.logferry.collector");

    /** Enough that one slow client certificate does not hold up all others, and event loops keep a processor. */
    private static final int SHAKERS = 2;

    private static final Nack NEEDS_TLS =
            new Nack(Nack.Code.REFUSED, true, 0, 0, 0, "this collector takes only TLS: set tcpSink.tls");

    private final TlsContext context;

    /** For the slow part of handshakes; a connection has one to do at a time, so that few wait. */
    private final ExecutorService shakers =
            Executors.newFixedThreadPool(SHAKERS, new DefaultThreadFactory("logferry-tls", true));

    /**
     * Reads the files.
     *
     * @throws IOException if they can't be used; its message is for people
     */
    ServerTls(TlsConfig config) throws IOException {
        context = new TlsContext(config);
        String mistake = context.refresh();
        if (mistake != null) {
            throw new IOException("cannot use TLS: " + mistake);
        }
    }

    /** Reads the files again; waits for the disk. */
    void refresh() {
        String mistake = context.refresh();
        if (mistake != null) {
            LOG.log(Level.WARNING, "the files of TLS changed and can't be used: " + mistake);
        }
    }

    /** Puts TLS first in a new connection's pipeline. Its deadline is the connection's, which covers the handshake. */
    void addTo(ChannelPipeline pipeline) {
        SslHandler handler = new SslHandler(context.serverEngine(), shakers);
        handler.setHandshakeTimeoutMillis(0);
        pipeline.addLast(new LastAlert(handler), handler);
    }

    /** When there are no connections any more. */
    void close() {
        shakers.shutdown();
    }

    /** Tells whether a connection's TLS does not stand yet; never without TLS. */
    static boolean isShakingHands(Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        return handler != null && !handler.handshakeFuture().isDone();
    }

    /** Says the last word of this side's TLS, behind what was sent; done at once without TLS. */
    static ChannelFuture closeOutbound(Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        return handler == null ? channel.newSucceededFuture() : handler.closeOutbound();
    }

    /** Tells a client that does not speak TLS what is wrong, in plaintext, as it spoke itself. */
    static void answer(Channel channel, Throwable failure) {
        ChannelHandlerContext outside = channel.pipeline().context(SslHandler.class);
        if (failure instanceof NotSslRecordException && outside != null) {
            outside.writeAndFlush(Unpooled.wrappedBuffer(Wire.nack(NEEDS_TLS)));
        }
    }

    /** Why a handshake failed, as the log says it. */
    static String reason(Throwable failure) {
        return failure instanceof NotSslRecordException
                ? "it does not speak TLS, which this port asks for"
                : "the TLS handshake failed: " + failure.getMessage();
    }
}
