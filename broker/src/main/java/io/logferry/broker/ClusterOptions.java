package io.logferry.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What cluster to start. Immutable.
 *
 * @param dir a folder for this cluster alone; made if it is missing
 * @param nodes 1, or 3 of which any two suffice
 * @param serverProperties of every node; they win over those that the cluster sets
 * @param login who may connect, over SASL_SSL with SCRAM-SHA-512; null for anybody, in plain text
 * @param logging how the nodes log
 */
public record ClusterOptions(
        Path dir,
        int nodes,
        Map<String, String> serverProperties,
        @Nullable Login login,
        Logging logging) {

    /** A user and the password. Immutable. */
    public record Login(String user, String password) {}

    /**
     * How the nodes log. Immutable.
     *
     * @param classPath the jars of a provider for SLF4J, behind the broker's own; none for slf4j-simple
     * @param jvmOptions of every node's JVM
     */
    public record Logging(List<Path> classPath, List<String> jvmOptions) {
        static final Logging SIMPLE = new Logging(
                List.of(),
                List.of(
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
                        "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.config.AbstractConfig=warn"));

        /** Copies the lists. */
        public Logging {
            classPath = List.copyOf(classPath);
            jvmOptions = List.copyOf(jvmOptions);
        }
    }

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is neither 1 nor 3
     */
    public ClusterOptions {
        if (nodes != 1 && nodes != 3) {
            throw new IllegalArgumentException("nodes=" + nodes + ": allowed are 1 and 3");
        }
        dir = dir.toAbsolutePath();
        serverProperties = Map.copyOf(serverProperties);
    }

    /** One node that anybody may connect to. */
    public static ClusterOptions of(Path dir) {
        return new ClusterOptions(dir, 1, Map.of(), null, Logging.SIMPLE);
    }

    /** The same with another number of nodes. */
    public ClusterOptions withNodes(int nodes) {
        return new ClusterOptions(dir, nodes, serverProperties, login, logging);
    }

    /** The same with one more property of the servers. */
    public ClusterOptions withServerProperty(String name, String value) {
        Map<String, String> more = new HashMap<>(serverProperties);
        more.put(name, value);
        return new ClusterOptions(dir, nodes, more, login, logging);
    }

    /** The same for this user alone. */
    public ClusterOptions withLogin(String user, String password) {
        return new ClusterOptions(dir, nodes, serverProperties, new Login(user, password), logging);
    }

    /** The same, logging in another way. */
    public ClusterOptions withLogging(Logging logging) {
        return new ClusterOptions(dir, nodes, serverProperties, login, logging);
    }
}
