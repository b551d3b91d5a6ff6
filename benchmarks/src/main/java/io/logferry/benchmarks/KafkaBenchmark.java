package io.logferry.benchmarks;

import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import java.util.List;
import java.util.Map;

/** What an event costs on its whole way to a Kafka broker, beside Kafka's producer alone and the peers. */
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
                + " JVM on the same machine, lz4, acks=all, linger.ms=5, batch.size=131072.");
        run.say("bare: a KafkaProducer that is given ready records of the same bytes; encode+bare: each event's text is"
                + " encoded first, no logging framework in either; CPU s/M: CPU seconds of the application's whole"
                + " process, per million events, from the first call to the last acknowledgement.");
        run.say("logback-kafka: danielwegener's logback-kafka-appender with LogstashEncoder; log4j2-kafka: Log4j's own"
                + " with JsonTemplateLayout, syncSend=false. Both encode and compress in the application's thread, and"
                + " make it wait (max.block.ms=60000) when Kafka does not keep up: so nothing is lost here.");
        try (KafkaCluster cluster =
                        KafkaCluster.start(ClusterOptions.of(run.workDir().resolve("kafka")));
                KafkaTopic topic = new KafkaTopic(cluster)) {
            for (int round = 1; round <= run.rounds(); round++) {
                for (KafkaSubject subject : KafkaSubject.values()) {
                    topic.create(subject.toString().replace('+', '-') + "-" + round);
                    run.results().add(round, subject.toString(), measure(run, cluster, subject, topic));
                    topic.delete();
                }
            }
        }
        run.say(run.results()
                .table("CPU s/M", "of it caller", "of it appender", "of it JVM", "with warm-up s/M", "events/CPU s"));
        run.say(run.results().table("events/s", "wire bytes/event"));
        for (KafkaSubject ours : List.of(KafkaSubject.LOGFERRY, KafkaSubject.LOGFERRY_SPILL)) {
            run.ratio("events/s", ours, KafkaSubject.BARE, "target at least 0.9");
            run.ratio("events/s", ours, KafkaSubject.ENCODE_AND_BARE, "no target");
            run.ratio("CPU s/M", ours, KafkaSubject.ENCODE_AND_BARE, "target at most 1.3");
            for (KafkaSubject peer : List.of(KafkaSubject.LOGBACK_KAFKA, KafkaSubject.LOG4J2_KAFKA)) {
                run.ratio("CPU s/M", ours, peer, "target under 1");
                run.ratio("of it caller", ours, peer, "no target");
                run.ratio("events/s", ours, peer, "target over 1");
            }
        }
    }

    private static Map<String, Double> measure(Run run, KafkaCluster cluster, KafkaSubject subject, KafkaTopic topic)
            throws Exception {
        try (Fork fork = Fork.start(
                KafkaProcess.class,
                subject.name(),
                cluster.bootstrapServers(),
                topic.name(),
                run.workDir().resolve("spill"),
                topic.countPort(),
                WARM_UP_EVENTS,
                EVENTS)) {
            Map<String, Double> measured = fork.results();
            long received = topic.records();
            int sent = WARM_UP_EVENTS + EVENTS + (subject.isLogferry() ? 1 : 0); // the END marker
            if (received != sent) {
                throw new IllegalStateException(
                        "events were lost or repeated: subject=" + subject + " sent=" + sent + " received=" + received);
            }
            return measured;
        }
    }
}
