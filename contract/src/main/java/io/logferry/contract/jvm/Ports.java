package io.logferry.contract.jvm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Addresses for collectors. Any thread. */
public final class Ports {
    private Ports() {}

    /** A free one, below the ports that clients are given: one of those could take it while the collector is down. */
    public static InetSocketAddress free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
            } catch (IOException taken) {
                // another one then
            }
        }
    }
}
