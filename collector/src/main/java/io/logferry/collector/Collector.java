package io.logferry.collector;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A running collector. Any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails has nobody to tell; the hourly task only hands over
public final class Collector implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.logferry.collector");
    private static final int EVENT_LOOPS = 2;
    private static final long REFRESH_MILLIS = 1_000;

    private final Limits limits;
    private final DirLock lock;
    private final Counters counters = new Counters();
    private final StorageThreads threads;
    private final Streams streams;
    private final Budget budget;
    private final @Nullable ServerTls tls;
    private final Handshake handshake;
    private final StrangerLog strangers = new StrangerLog(System.nanoTime());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final EventLoopGroup eventLoops;
    private final Channel server;

    private Collector(CollectorConfig config, Limits limits, DirLock lock) throws IOException {
        this.limits = limits;
        this.lock = lock;
        this.budget = new Budget(limits.waitingBytes());
        this.tls = config.tls() == null ? null : new ServerTls(config.tls());
        this.handshake = new Handshake(config.sharedKey());
        this.threads = new StorageThreads();
        this.streams = new Streams(config, limits, threads, counters);
        DefaultThreadFactory factory = new DefaultThreadFactory("logferry-collector", true);
        this.eventLoops = new MultiThreadIoEventLoopGroup(EVENT_LOOPS, factory, NioIoHandler.newFactory());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                });
        ChannelFuture bound = bootstrap.bind(config.listen()).awaitUninterruptibly();
        this.server = bound.channel();
        if (!bound.isSuccess()) {
            InetSocketAddress listen = config.listen();
            String reason = listen.isUnresolved()
                    ? "the host is unknown"
                    : bound.cause().getMessage();
            close();
            throw new IOException(
                    "cannot listen on " + listen.getHostString() + ":" + listen.getPort() + ": " + reason);
        }
        eventLoops.scheduleAtFixedRate(() -> threads.ready(group -> streams.tidy()), 1, 1, TimeUnit.HOURS);
        if (tls != null) {
            refreshLater(tls);
        }
    }

    /** Not on an event loop, which must not wait for a disk; and no two wait for a storage thread at once. */
    private void refreshLater(ServerTls files) {
        Runnable refresh = () -> threads.ready(group -> {
            try {
                files.refresh();
            } finally { // also after an Error: else nothing would be read again for good
                refreshLater(files);
            }
        });
        eventLoops.schedule(refresh, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Starts a collector; it is ready when this returns.
     *
     * @throws IOException if the folder can't be used or the address is taken; its message is for people
     */
    public static Collector start(CollectorConfig config) throws IOException {
        return start(config, Limits.standard());
    }

    static Collector start(CollectorConfig config, Limits limits) throws IOException {
        try {
            Path parent = config.dir().toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            StreamFiles.makeFolder(config.dir());
            DirLock lock = DirLock.take(config.dir());
            try {
                return new Collector(config, limits, lock);
            } catch (Throwable failed) {
                lock.close();
                throw failed;
            }
        } catch (FileSystemException unusable) {
            throw new IOException("cannot use dir=" + config.dir() + ": " + unusable, unusable);
        }
    }

    private void accept(Channel channel) {
        if (connections.size() >= limits.connections()) {
            strangers.log(
                    Level.WARNING,
                    "connection from " + channel.remoteAddress() + " refused: connections=" + connections.size()
                            + ", allowed are at most as many");
            channel.close();
            return;
        }
        connections.add(channel);
        if (tls != null) {
            tls.addTo(channel.pipeline());
        }
        channel.pipeline().addLast(new Connection(channel, streams, budget, limits, handshake, strangers));
    }

    /** Where it listens, with the port that was picked. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** What it did since its start. */
    public CollectorStats stats() {
        return new CollectorStats(
                connections.size(),
                streams.size(),
                counters.frames.sum(),
                counters.records.sum(),
                counters.repeats.sum(),
                counters.ranges.sum(),
                counters.bytes.sum(),
                counters.storageErrors.sum());
    }

    StorageThreads storageThreads() {
        return threads;
    }

    Streams streams() {
        return streams;
    }

    ChannelGroup connections() {
        return connections;
    }

    Budget budget() {
        return budget;
    }

    /** Stops listening, ends the connections, finishes the stores in progress and closes the files. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        streams.close();
        threads.finish();
        eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        if (tls != null) {
            tls.close();
        }
        try {
            lock.close();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the lock file could not be closed: {0}", failed.getMessage());
        }
    }
}
