package io.logferry.collector;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

/**
 * Lets a client read the alert that says why TLS failed. A client of TLS 1.3 sends its HELLO before its certificate was
 * looked at: if the socket were closed by then, the connection would be reset, and the alert lost. So the SslHandler's
 * close ends only what this side says; the next one, which is the connection's deadline, closes. Event loop only.
 */
final class LastAlert extends ChannelDuplexHandler {
    private final SslHandler tls;
    private boolean lingers;

    LastAlert(SslHandler tls) {
        this.tls = tls;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (lingers) {
            ReferenceCountUtil.release(bytes);
        } else {
            ctx.fireChannelRead(bytes);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // an end that can't be said has nobody to tell
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        Future<?> handshake = tls.handshakeFuture();
        boolean failed = handshake.isDone() && !handshake.isSuccess();
        if (lingers || !failed || !ctx.channel().isActive()) {
            ctx.close(promise);
            return;
        }
        lingers = true;
        ((SocketChannel) ctx.channel()).shutdownOutput();
        ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
    }
}
