package io.logferry.sink.tcp;

import io.logferry.sink.Endpoint;
import io.logferry.sink.tcp.Srv.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where a lane may connect to. Names are resolved anew each time they are asked for; nothing is kept. Connector's thread
 * only.
 */
final class Targets {
    /** Asks the name service for addresses. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** Asks the name service for SRV records, in the order in which they are to be tried. */
    @FunctionalInterface
    interface Services {
        List<Service> find(String name) throws IOException;
    }

    private final List<Endpoint> endpoints;
    private final int lane;
    private final Resolver resolver;
    private final Services services;
    private final boolean onlyOwnDomain;

    /**
     * Makes them: lane 0 prefers the first endpoint, lane 1 the second, and so on, all around.
     *
     * @param onlyOwnDomain ignores services of hosts outside the domain that was asked: with TLS the name is verified, which
     *     is worth nothing if the answer of a name server, which is not, may choose it
     */
    Targets(List<Endpoint> endpoints, int lane, Resolver resolver, Services services, boolean onlyOwnDomain) {
        this.endpoints = endpoints;
        this.lane = lane;
        this.resolver = resolver;
        this.services = services;
        this.onlyOwnDomain = onlyOwnDomain;
    }

    /** How many places the order of preference has. */
    int count() {
        return endpoints.size();
    }

    /**
     * The targets in one place of the order of preference, in the order in which they are to be tried.
     *
     * @param reasons takes, each as one clause, why a name gives none
     */
    List<Target> at(int order, Set<String> reasons) {
        Endpoint endpoint = endpoints.get((lane + order) % endpoints.size());
        List<Target> found = new ArrayList<>();
        if (endpoint.isService()) {
            List<Service> all = services(endpoint, reasons);
            for (Service service : all) {
                Endpoint named = new Endpoint(service.host(), service.port());
                found.addAll(addresses(named, order, rank(service, all), reasons));
            }
        } else {
            found.addAll(addresses(endpoint, order, 0, reasons));
            Collections.rotate(found, -(lane / endpoints.size())); // two lanes with one name: not the same address
        }
        return found;
    }

    private List<Service> usable(Endpoint endpoint, List<Service> all, Set<String> reasons) {
        if (!onlyOwnDomain) {
            return all;
        }
        List<Service> inside = new ArrayList<>();
        for (Service service : all) {
            if (isInside(domain(endpoint), service.host())) {
                inside.add(service);
            } else {
                reasons.add(endpoint + " names " + new Endpoint(service.host(), service.port())
                        + ", which is not used: over TLS allowed are hosts in " + domain(endpoint));
            }
        }
        return inside;
    }

    /** What follows {@code _service._tcp.}. */
    private static String domain(Endpoint service) {
        return service.host().split("\\.", 3)[2];
    }

    private static boolean isInside(String domain, String host) {
        return ("." + host).toLowerCase(Locale.ROOT).endsWith("." + domain.toLowerCase(Locale.ROOT));
    }

    private static int rank(Service service, List<Service> all) {
        return (int) all.stream()
                .mapToInt(Service::priority)
                .filter(priority -> priority < service.priority())
                .distinct()
                .count();
    }

    private List<Service> services(Endpoint endpoint, Set<String> reasons) {
        try {
            return usable(endpoint, services.find(endpoint.host()), reasons);
        } catch (IOException none) {
            reasons.add(endpoint + " " + none.getMessage());
        } catch (LinkageError incomplete) {
            reasons.add(endpoint + " needs the JDK's module java.naming, which this runtime does not have");
        }
        return List.of();
    }

    private List<Target> addresses(Endpoint endpoint, int order, int rank, Set<String> reasons) {
        List<Target> found = new ArrayList<>();
        try {
            for (InetAddress address : resolver.resolve(endpoint.host())) {
                found.add(new Target(endpoint, address, order, rank));
            }
        } catch (UnknownHostException unknown) {
            reasons.add("host of " + endpoint + " is unknown");
        }
        return found;
    }
}
