package io.logferry.sink.tcp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/**
 * Looks up SRV records (RFC 2782) by the JDK's own DNS client, which asks the servers that the system is configured
 * with. Names are absolute: no search domain is appended. Loaded only where it is needed, because a runtime may be
 * without the modules. Connector's thread only.
 */
final class Srv {
    /** The system's name servers. */
    static final String SYSTEM = "dns:";

    static final long WAIT_MILLIS = 1_000;

    private static final String TRIES = "2";

    private final String provider;
    private final long waitMillis;
    private final RandomGenerator random;

    /**
     * Makes a client.
     *
     * @param provider {@link #SYSTEM}, or {@code dns://127.0.0.1:5353}
     * @param waitMillis how long it waits for a server's answer, and twice as long when it asks again
     */
    Srv(String provider, long waitMillis, RandomGenerator random) {
        this.provider = provider;
        this.waitMillis = waitMillis;
        this.random = random;
    }

    /**
     * What a record says. Immutable.
     *
     * @param priority lower is better
     * @param weight its share among those of the same priority
     * @param host a name, without the dot at its end
     */
    record Service(int priority, int weight, int port, String host) {}

    /**
     * The services of this name, in the order in which this client is to try them.
     *
     * @throws IOException if there is none, or no answer; its message is a clause that follows the name
     */
    List<Service> find(String name) throws IOException {
        List<Service> found;
        try {
            found = ask(name);
        } catch (NameNotFoundException none) {
            throw new IOException("has no SRV records", none);
        } catch (NoInitialContextException incomplete) {
            throw new IOException(
                    "needs the JDK's module jdk.naming.dns, which this runtime does not have", incomplete);
        } catch (NamingException failed) {
            throw new IOException("could not be looked up: " + reason(failed), failed);
        }
        if (found.isEmpty()) {
            throw new IOException("has no SRV records");
        }
        return ordered(found);
    }

    @SuppressWarnings({"BanJNDI", "JdkObsolete"
    }) // the provider is fixed, and SRV attributes are text: no object comes from outside
    private List<Service> ask(String name) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, provider);
        environment.put("com.sun.jndi.dns.timeout.initial", Long.toString(waitMillis));
        environment.put("com.sun.jndi.dns.timeout.retries", TRIES);
        InitialDirContext context = new InitialDirContext(environment);
        try {
            Attribute records =
                    context.getAttributes(name, new String[] {"SRV"}).get("SRV");
            List<Service> found = new ArrayList<>();
            if (records != null) {
                for (NamingEnumeration<?> all = records.getAll(); all.hasMore(); ) {
                    Service service = parse(String.valueOf(all.next()));
                    if (service != null) {
                        found.add(service);
                    }
                }
            }
            return found;
        } finally {
            context.close();
        }
    }

    /** Priority, weight, port and host, as the JDK writes them; null for what says that there is no service. */
    private static @Nullable Service parse(String record) {
        String[] parts = record.split(" ", -1);
        int port = Integer.parseInt(parts[2]);
        String host = parts[3].endsWith(".") ? parts[3].substring(0, parts[3].length() - 1) : parts[3];
        return host.isEmpty() || port == 0
                ? null
                : new Service(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), port, host);
    }

    private static String reason(NamingException failed) {
        Throwable cause = failed.getRootCause() == null ? failed : failed.getRootCause();
        return cause instanceof java.net.SocketTimeoutException
                ? "the name server does not answer"
                : Objects.requireNonNullElse(
                        cause.getMessage(), cause.getClass().getName());
    }

    /** By priority, and within one at random, weighted, as RFC 2782 says. */
    private List<Service> ordered(List<Service> services) {
        List<Service> rest = new ArrayList<>(services);
        rest.sort(Comparator.comparingInt(Service::priority).thenComparingInt(Service::weight));
        List<Service> ordered = new ArrayList<>();
        while (!rest.isEmpty()) {
            int priority = rest.get(0).priority();
            List<Service> group =
                    rest.stream().filter(each -> each.priority() == priority).toList();
            Service next = pick(group);
            ordered.add(next);
            rest.remove(next);
        }
        return ordered;
    }

    /** One of these, those of weight 0 before the others. */
    private Service pick(List<Service> group) {
        int drawn = random.nextInt(group.stream().mapToInt(Service::weight).sum() + 1);
        int sum = 0;
        for (Service each : group) {
            sum += each.weight();
            if (sum >= drawn) {
                return each;
            }
        }
        throw new AssertionError("drawn=" + drawn + " is over sum=" + sum);
    }
}
