package io.logferry.broker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, one node or three, numbered from 1. What kills, stops or pauses a node returns when that is done; what starts
 * one does not wait: see {@link #awaitReady}. One thread at a time.
 */
public final class KafkaCluster implements AutoCloseable {
    private final ClusterOptions options;
    private final @Nullable Certificate certificate;
    private final List<BrokerNode> nodes;
    private final String clusterId = Uuid.randomUuid().toString();

    private KafkaCluster(ClusterOptions options) throws IOException, InterruptedException {
        this.options = options;
        certificate = options.login() == null
                ? null
                : Certificate.create(options.dir().resolve("certificate"));
        nodes = IntStream.rangeClosed(1, options.nodes())
                .mapToObj(id -> new BrokerNode(id, options.dir(), options.logging()))
                .toList();
    }

    /** Starts all nodes; returns when they are ready. */
    public static KafkaCluster start(ClusterOptions options) throws IOException, InterruptedException {
        KafkaCluster cluster = new KafkaCluster(options);
        try {
            for (BrokerNode node : cluster.nodes) {
                cluster.restart(node.id);
            }
            cluster.awaitReady();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The addresses of all nodes, up or not. */
    public String bootstrapServers() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.clientPort).collect(Collectors.joining(","));
    }

    /** What a client needs to connect: the addresses and, with a login, the security. */
    public Map<String, String> clientProperties() {
        Map<String, String> all = new HashMap<>();
        all.put("bootstrap.servers", bootstrapServers());
        ClusterOptions.Login login = options.login();
        if (certificate != null && login != null) {
            all.putAll(certificate.clientProperties());
            all.put("security.protocol", "SASL_SSL");
            all.put("sasl.mechanism", "SCRAM-SHA-512");
            all.put(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + login.user()
                            + "\" password=\"" + login.password() + "\";");
        }
        return all;
    }

    /** SIGKILL. */
    public void kill(int node) {
        node(node).kill();
    }

    /** SIGTERM. */
    public void stop(int node) throws IOException, InterruptedException {
        node(node).stop();
    }

    /** SIGSTOP: it keeps its connections and answers nothing. Paused, it does not even end with this JVM. */
    public void pause(int node) throws IOException, InterruptedException {
        node(node).pause(true);
    }

    /** SIGCONT. */
    public void resume(int node) throws IOException, InterruptedException {
        node(node).pause(false);
    }

    /** Starts a node that was killed or stopped again, on its data and ports. */
    public void restart(int node) throws IOException {
        List<String> format = new ArrayList<>(List.of("-t", clusterId));
        ClusterOptions.Login login = options.login();
        if (login != null) {
            format.add("--add-scram");
            format.add("SCRAM-SHA-512=[name=" + login.user() + ",password=" + login.password() + "]");
        }
        BrokerNode starting = node(node);
        starting.start(ServerProperties.of(options, starting, nodes, certificate), format);
    }

    /**
     * Waits until every node that was started, and is neither stopped nor paused, answers and knows the others, and until
     * the partitions of these topics have leaders and are in sync on those nodes.
     *
     * @throws IOException if a node ended by itself, with the end of its log, or after 120 s
     */
    public void awaitReady(String... topics) throws IOException, InterruptedException {
        List<Integer> ids = upIds();
        for (BrokerNode node : up()) {
            try (ClusterAdmin admin = new ClusterAdmin(List.of(node))) {
                admin.awaitMembers(ids);
            }
        }
        try (ClusterAdmin admin = new ClusterAdmin(up())) {
            for (String topic : topics) {
                admin.awaitInSync(topic, ids);
            }
        }
    }

    /** Makes a topic with a replica on every node, unless it is there; returns when it is ready. */
    public void createTopic(String topic, int partitions, Map<String, String> configs)
            throws IOException, InterruptedException {
        try (ClusterAdmin admin = new ClusterAdmin(up())) {
            admin.createTopic(new NewTopic(topic, partitions, (short) nodes.size()).configs(configs));
            admin.awaitInSync(topic, upIds());
        }
    }

    /** The node that leads this partition; waits until one that is up does. */
    public int leaderOf(String topic, int partition) throws IOException, InterruptedException {
        try (ClusterAdmin admin = new ClusterAdmin(up())) {
            return admin.awaitLeader(topic, partition, upIds());
        }
    }

    /**
     * What Kafka's own console consumer, a process of its own, prints for the first so many records of the topic (or for
     * those that come within 120 s).
     */
    public List<String> consoleConsumer(String topic, int count) throws IOException, InterruptedException {
        return ConsoleConsumer.read(options.dir(), clientProperties(), topic, count);
    }

    private BrokerNode node(int id) {
        if (id < 1 || id > nodes.size()) {
            throw new IllegalArgumentException("node=" + id + ": allowed are 1 to " + nodes.size());
        }
        return nodes.get(id - 1);
    }

    private List<BrokerNode> up() {
        return nodes.stream().filter(BrokerNode::isUp).toList();
    }

    private List<Integer> upIds() {
        return up().stream().map(node -> node.id).toList();
    }

    /** Kills all nodes; their data stay. */
    @Override
    public void close() {
        nodes.forEach(BrokerNode::kill);
    }
}
