package io.logferry.sink.kafka;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to open a producer that knows the topic, on a thread of its own, which the producer's network thread takes
 * its thread group from. {@link #start}, {@link #outcome} and {@link #abandon} are for the sender thread.
 *
 * <p>The outcome is set once, by compare-and-set. Whoever comes second closes the producer that nobody takes any more.
 */
final class Opening {
    /** What became of the attempt. */
    sealed interface Outcome {}

    /** The producer knows the topic's partitions. */
    record Opened(Producer<byte[], byte[]> producer) implements Outcome {}

    /** There is none, or it learnt nothing of the topic. */
    record Failed(String reason) implements Outcome {}

    /** So that no two producers share a name, which is also that of their MBeans. */
    private static final AtomicInteger OPENED = new AtomicInteger();

    private static final Outcome ABANDONED = new Failed("abandoned");

    /** A producer that learnt nothing in this time is closed; the next attempt resolves the addresses again. */
    static final long METADATA_MILLIS = 10_000;

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final KafkaSinkConfig config;
    private final String source;
    private final ThreadFactory threads;
    private final long metadataMillis;
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();

    Opening(KafkaSinkConfig config, String source, ThreadFactory threads, long metadataMillis) {
        this.config = config;
        this.source = source;
        this.threads = threads;
        this.metadataMillis = metadataMillis;
    }

    void start() {
        try {
            threads.newThread(this::run).start();
        } catch (Throwable noThread) { // mostly OutOfMemoryError
            outcome.set(new Failed("no thread to connect: " + noThread));
        }
    }

    /** Null while the attempt goes on. */
    @Nullable Outcome outcome() {
        return outcome.get();
    }

    void abandon() {
        if (!outcome.compareAndSet(null, ABANDONED) && outcome.get() instanceof Opened opened) {
            threads.newThread(() -> close(opened.producer())).start();
        }
    }

    /** May wait without bound for the network thread, whatever the timeout. */
    static void close(Producer<byte[], byte[]> producer) {
        try {
            producer.close(Duration.ZERO);
        } catch (Throwable broken) {
            // an Error too, where its classes are gone before it: nothing of ours is lost with it
        }
    }

    private void run() {
        // Kafka looks for its own classes by name
        Thread.currentThread().setContextClassLoader(KafkaProducer.class.getClassLoader());
        Producer<byte[], byte[]> producer = null;
        Outcome result;
        try {
            producer = new KafkaProducer<>(
                    config.producerProperties("logferry-" + source + "-" + OPENED.incrementAndGet()));
            result = awaitMetadata(producer);
        } catch (Throwable broken) { // without an outcome the sender would wait for ever
            result = new Failed("the producer can't be made: " + Reason.of(broken));
        }
        boolean taken = outcome.compareAndSet(null, result);
        if (producer != null && !(taken && result instanceof Opened)) {
            close(producer);
        }
    }

    private Outcome awaitMetadata(Producer<byte[], byte[]> producer) {
        long startNanos = System.nanoTime();
        Throwable last = null;
        while (System.nanoTime() - startNanos < TimeUnit.MILLISECONDS.toNanos(metadataMillis)) {
            if (outcome.get() != null) {
                return ABANDONED;
            }
            try {
                producer.partitionsFor(config.topic());
                return new Opened(producer);
            } catch (TimeoutException notYet) { // at once: max.block.ms is 0
                last = notYet.getCause();
                LockSupport.parkNanos(this, RETRY_NANOS);
            }
        }
        String why = last == null ? "no broker answers, or none knows it" : last.getMessage();
        return new Failed(config.bootstrapServers() + " did not tell within " + metadataMillis + " ms where topic="
                + config.topic() + " is: " + why);
    }
}
