package io.logferry.examples;

import static java.util.Objects.requireNonNull;

import io.logferry.broker.ClusterOptions;
import io.logferry.broker.KafkaCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Kafka broker, which is killed, and a consumer, which is not; each in a JVM of its own. One thread at a time. */
final class KafkaReceiver implements Receiver {
    private static final String TOPIC = "shop-log";
    private static final int NODE = 1;

    /** Kafka's LZ4 is native, of which JDK 24 and later warn unless they are told that it is meant to be. */
    private static final List<String> NATIVE =
            Runtime.version().feature() < 24 ? List.of() : List.of("--enable-native-access=ALL-UNNAMED");

    private final Path dir;
    private final Consumer<String> say;
    private @Nullable KafkaCluster cluster;
    private @Nullable Child consumer;

    KafkaReceiver(Path dir, Consumer<String> say) {
        this.dir = dir;
        this.say = say;
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public void start() throws Exception {
        if (cluster != null) {
            cluster.restart(NODE);
            cluster.awaitReady(TOPIC);
            return;
        }
        cluster = KafkaCluster.start(ClusterOptions.of(dir.resolve("broker")));
        cluster.createTopic(TOPIC, 1, Map.of());
        List<String> call = new ArrayList<>(NATIVE);
        call.addAll(List.of(ConsumerProcess.class.getName(), cluster.bootstrapServers(), TOPIC, stored().toString()));
        consumer = Child.start("consumer", say, call.toArray(String[]::new));
    }

    @Override
    public void kill() {
        requireNonNull(cluster).kill(NODE);
    }

    @Override
    public void end() throws Exception {
        requireNonNull(consumer).end();
        requireNonNull(cluster).stop(NODE);
    }

    @Override
    public List<String> shopOptions() {
        Stream<String> own = Stream.of(
                "-Dlogback.configurationFile=shop-kafka.xml",
                "-Dbroker=" + requireNonNull(cluster).bootstrapServers(),
                "-Dtopic=" + TOPIC);
        return Stream.concat(NATIVE.stream(), own).toList();
    }

    @Override
    public Path stored() {
        return dir.resolve("stored");
    }

    @Override
    public Receipt receipt() {
        return receipt(requireNonNull(consumer).numbers());
    }

    /** Of what the consumer said last. */
    static Receipt receipt(Numbers said) {
        Map<String, Long> zeroes = new LinkedHashMap<>();
        zeroes.put("records in the topic that the consumer did not get", said.of("inTopic") - said.of("records"));
        zeroes.put("records in the topic without an identity", said.of("nameless"));
        zeroes.put("records passed on after a later one", said.of("late"));
        zeroes.put("gaps in the records' numbers", said.of("gaps"));
        zeroes.put("records declared lost", said.of("lost"));
        String topic = String.format(
                Locale.ROOT,
                "topic: %,d records in it, %,d repeats skipped by the consumer's de-duplicator, %,d gaps,"
                        + " markers: %,d END, %,d RANGE",
                said.of("inTopic"),
                said.of("repeats"),
                said.of("gaps"),
                said.of("ends"),
                said.of("ranges"));
        return new Receipt("broker", "the consumer's file", said.of("repeats"), List.of(topic), zeroes);
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.kill();
        }
        if (cluster != null) {
            cluster.close();
        }
    }
}
