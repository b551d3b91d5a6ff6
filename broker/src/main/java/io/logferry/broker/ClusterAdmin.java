package io.logferry.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/** Asks some nodes, over their inner listeners. One thread. */
final class ClusterAdmin implements AutoCloseable {
    static final long DEADLINE_SECONDS = 120;
    private static final int TRY_MILLIS = 3_000;

    private final List<BrokerNode> asked;
    private Admin admin;

    ClusterAdmin(List<BrokerNode> asked) {
        if (asked.isEmpty()) {
            throw new IllegalStateException("no node is up: start one first");
        }
        this.asked = asked;
        admin = connect();
    }

    private Admin connect() {
        String servers =
                asked.stream().map(node -> "127.0.0.1:" + node.innerPort).collect(Collectors.joining(","));
        return Admin.create(Map.of(
                "bootstrap.servers", servers, "request.timeout.ms", TRY_MILLIS, "default.api.timeout.ms", TRY_MILLIS));
    }

    /** Waits until they all count as members. */
    void awaitMembers(List<Integer> ids) throws IOException, InterruptedException {
        await(
                "nodes=" + ids + " are members",
                () -> ids(admin.describeCluster().nodes().get()).containsAll(ids) ? ids : null);
    }

    /** Waits until every partition has a leader, and replicas in sync on all of these nodes that have one. */
    void awaitInSync(String topic, List<Integer> ids) throws IOException, InterruptedException {
        await("topic=" + topic + " is in sync on nodes=" + ids, () -> {
            TopicDescription description = describe(topic);
            return description.partitions().stream().allMatch(partition -> inSync(partition, ids)) ? topic : null;
        });
    }

    /** Waits until one of these nodes leads the partition. */
    int awaitLeader(String topic, int partition, List<Integer> ids) throws IOException, InterruptedException {
        return await("topic=" + topic + " partition=" + partition + " has a leader of nodes=" + ids, () -> {
            Node leader = describe(topic).partitions().get(partition).leader();
            return leader != null && ids.contains(leader.id()) ? leader.id() : null;
        });
    }

    /** Makes it, unless it is there; a node that was late with a heartbeat may count as missing for a moment. */
    void createTopic(NewTopic topic) throws IOException, InterruptedException {
        await("topic=" + topic.name() + " can be made", () -> {
            try {
                admin.createTopics(List.of(topic)).all().get();
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof RetriableException || cause instanceof InvalidReplicationFactorException) {
                    throw e;
                }
                if (!(cause instanceof TopicExistsException)) {
                    throw new IOException("topic=" + topic.name() + " was not made", cause);
                }
            }
            return topic;
        });
    }

    private TopicDescription describe(String topic) throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .values()
                .iterator()
                .next();
    }

    private static boolean inSync(TopicPartitionInfo partition, List<Integer> ids) {
        List<Integer> wanted =
                ids(partition.replicas()).stream().filter(ids::contains).toList();
        Node leader = partition.leader();
        return leader != null
                && ids.contains(leader.id())
                && ids(partition.isr()).containsAll(wanted);
    }

    private static List<Integer> ids(Collection<Node> nodes) {
        return nodes.stream().map(Node::id).toList();
    }

    @FunctionalInterface
    private interface Question<T> {
        /** Null for "not yet". */
        @Nullable T ask() throws ExecutionException, InterruptedException, IOException;
    }

    private <T> T await(String what, Question<T> question) throws IOException, InterruptedException {
        Throwable last = null;
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS)) {
            for (BrokerNode node : asked) {
                node.checkAlive();
            }
            try {
                T answer = question.ask();
                if (answer != null) {
                    return answer;
                }
            } catch (ExecutionException notYet) {
                last = notYet.getCause();
                // it may know nothing any more but a node that does not answer
                admin.close(Duration.ZERO);
                admin = connect();
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new IOException(
                "not within " + DEADLINE_SECONDS + " s: " + what
                        + BrokerJvm.endOf(asked.get(0).log()),
                last);
    }

    @Override
    public void close() {
        admin.close();
    }
}
