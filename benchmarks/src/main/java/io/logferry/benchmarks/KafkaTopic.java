package io.logferry.benchmarks;

import io.logferry.broker.KafkaCluster;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The topic of one measurement, of one partition, and how many records it has. Main thread, and who asks the count. */
final class KafkaTopic implements AutoCloseable {
    /** So that asking is no load for the broker. */
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final KafkaCluster cluster;
    private final Admin admin;
    private final int countPort;
    private volatile String name = "";

    KafkaTopic(KafkaCluster cluster) throws IOException {
        this.cluster = cluster;
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
        countPort = CountServer.start(this::recordsForCount);
    }

    void create(String newName) throws Exception {
        cluster.createTopic(newName, 1, Map.of());
        name = newName;
    }

    void delete() throws ExecutionException, InterruptedException {
        admin.deleteTopics(List.of(name)).all().get();
    }

    String name() {
        return name;
    }

    /** Where forked processes wait for a number of records. */
    int countPort() {
        return countPort;
    }

    long records() throws ExecutionException, InterruptedException {
        TopicPartition partition = new TopicPartition(name, 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private long recordsForCount() {
        LockSupport.parkNanos(CHECK_NANOS);
        try {
            return records();
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException("the broker does not tell how many records topic=" + name + " has", failed);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
