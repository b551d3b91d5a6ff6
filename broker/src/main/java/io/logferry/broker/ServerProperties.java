package io.logferry.broker;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The server.properties of a node. Any thread.
 *
 * <p>It listens for clients (CLIENT, as the options say), for the other nodes and the cluster's own Admin (INNER), and as
 * a controller, the latter two always in plain text: so nothing that the tests do with the clients' listener, be it
 * credentials or rights, keeps the cluster itself from working.
 */
final class ServerProperties {
    private ServerProperties() {}

    static Map<String, String> of(
            ClusterOptions options, BrokerNode node, List<BrokerNode> nodes, @Nullable Certificate certificate) {
        Map<String, String> all = new TreeMap<>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", Integer.toString(node.id));
        all.put("log.dirs", node.data().toString());
        all.put(
                "controller.quorum.voters",
                nodes.stream()
                        .map(voter -> voter.id + "@127.0.0.1:" + voter.controllerPort)
                        .collect(Collectors.joining(",")));
        String advertised = "CLIENT://127.0.0.1:" + node.clientPort + ",INNER://127.0.0.1:" + node.innerPort;
        all.put("listeners", advertised + ",CONTROLLER://127.0.0.1:" + node.controllerPort);
        all.put("advertised.listeners", advertised);
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "INNER");
        all.put(
                "listener.security.protocol.map",
                "CLIENT:" + (certificate == null ? "PLAINTEXT" : "SASL_SSL") + ",INNER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        if (certificate != null) {
            all.putAll(certificate.serverProperties("listener.name.client."));
            all.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
            all.put(
                    "listener.name.client.scram-sha-512.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        }
        putReplication(all, nodes.size());
        putHaste(all);
        all.put("auto.create.topics.enable", "false");
        all.putAll(options.serverProperties());
        return all;
    }

    private static void putReplication(Map<String, String> all, int nodes) {
        String replicas = Integer.toString(nodes);
        String enough = Integer.toString(Math.min(2, nodes));
        all.put("default.replication.factor", replicas);
        all.put("min.insync.replicas", enough);
        all.put("offsets.topic.replication.factor", replicas);
        all.put("transaction.state.log.replication.factor", replicas);
        all.put("transaction.state.log.min.isr", enough);
        all.put("share.coordinator.state.topic.replication.factor", replicas);
        all.put("share.coordinator.state.topic.min.isr", enough);
    }

    /** What makes a small cluster start soon and notice soon that a node is gone or back. */
    private static void putHaste(Map<String, String> all) {
        all.put("offsets.topic.num.partitions", "1");
        all.put("transaction.state.log.num.partitions", "1");
        all.put("share.coordinator.state.topic.num.partitions", "1");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("broker.session.timeout.ms", "1000");
        all.put("broker.heartbeat.interval.ms", "200");
        all.put("controller.quorum.election.timeout.ms", "500");
        // 128 MB of heap otherwise
        all.put("log.cleaner.dedupe.buffer.size", "4194304");
    }
}
