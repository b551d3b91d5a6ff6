package io.logferry.sink.tcp;

import io.logferry.sink.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One address to connect to. Immutable.
 *
 * @param endpoint its name and port: as configured, or as a SRV record says
 * @param address one of the name's addresses
 * @param order the place of the configured endpoint in the order of preference, from 0
 * @param rank of the SRV record's priority among those of its name, from 0, which is the best; else 0
 */
record Target(Endpoint endpoint, InetAddress address, int order, int rank) {
    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, endpoint.port());
    }

    /** Tells whether it is to be preferred. The addresses of one name are all alike. */
    boolean isBetterThan(Target other) {
        return order != other.order ? order < other.order : rank < other.rank;
    }

    /** Tells whether no other can be better. */
    boolean isBest() {
        return order == 0 && rank == 0;
    }
}
