package io.logferry.benchmarks;

import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What an event costs on its whole way to a Kafka broker, beside Kafka's producer alone. */
final class KafkaBenchmark implements Benchmark {
    private static final int WARM_UP_EVENTS = 1_000_000;
    private static final int EVENTS = 2_000_000;

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void run(Run run) throws Exception {
        run.say("One thread makes events as fast as they are taken, nothing dropped: " + EVENTS
                + " events measured after " + WARM_UP_EVENTS + " of warm-up, two arguments, MDC of two; one broker, its"
                + " JVM on the same machine, lz4, acks=all.");
        run.say("bare: a KafkaProducer that is given ready records of the same bytes; encode+bare: each event's text is"
                + " encoded first, no logging framework in either; CPU s/M: CPU seconds of the application's whole"
                + " process, per million events, from the first call to the last acknowledgement.");
        try (KafkaCluster cluster =
                KafkaCluster.start(ClusterOptions.of(run.workDir().resolve("kafka")))) {
            for (int round = 1; round <= run.rounds(); round++) {
                for (KafkaSubject subject : KafkaSubject.values()) {
                    run.results().add(round, subject.toString(), measure(run, cluster, subject, subject + "-" + round));
                }
            }
        }
        run.say(run.results()
                .table(
                        "CPU s/M",
                        "of it caller",
                        "of it appender",
                        "of it JVM",
                        "with warm-up s/M",
                        "events/s",
                        "wire bytes/event"));
        compare(run, "events/s", KafkaSubject.BARE, "target at least 0.9");
        compare(run, "events/s", KafkaSubject.ENCODE_AND_BARE, "no target");
        compare(run, "CPU s/M", KafkaSubject.ENCODE_AND_BARE, "target at most 1.3");
    }

    private static Map<String, Double> measure(Run run, KafkaCluster cluster, KafkaSubject subject, String name)
            throws Exception {
        String topic = name.replace('+', '-');
        cluster.createTopic(topic, 1, Map.of());
        try (Fork fork = Fork.start(
                        KafkaProcess.class,
                        subject.name(),
                        cluster.bootstrapServers(),
                        topic,
                        run.workDir().resolve("spill"),
                        WARM_UP_EVENTS,
                        EVENTS);
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            Map<String, Double> measured = fork.results();
            TopicPartition partition = new TopicPartition(topic, 0);
            long received = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
            int sent = WARM_UP_EVENTS + EVENTS + (subject.isLogferry() ? 1 : 0); // the END marker
            if (received != sent) {
                throw new IllegalStateException("events were lost or repeated: sent=" + sent + " received=" + received);
            }
            admin.deleteTopics(List.of(topic)).all().get();
            return measured;
        }
    }

    private static void compare(Run run, String metric, KafkaSubject other, String target) {
        for (KafkaSubject subject : List.of(KafkaSubject.LOGFERRY, KafkaSubject.LOGFERRY_SPILL)) {
            run.say(metric + ", " + subject + " / " + other + ": "
                    + run.results().ratio(subject.toString(), other.toString(), metric) + "; " + target);
        }
    }
}
