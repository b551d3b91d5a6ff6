package io.logferry.examples;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts the demo and tidies up after it. Main thread only. */
public final class Demo {
    private static final String KAFKA = "kafka";
    private static final int STEPS_PER_SECOND = 1_000 / Play.STEP_MILLIS;

    private Demo() {}

    /**
     * Arguments: "kafka" for a Kafka broker in the place of the TCP collector; for how many seconds there shall be load,
     * 20 unless told, 15 with Kafka.
     */
    public static void main(String[] args) throws Exception {
        List<String> words = List.of(args);
        boolean kafka = words.contains(KAFKA);
        int seconds = words.stream()
                .filter(word -> !word.equals(KAFKA))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(kafka ? 15 : 20);
        System.exit(run(kafka ? KafkaReceiver::new : CollectorReceiver::new, seconds));
    }

    /** Runs the demo: 0 if the books balance. */
    static int run(Receiver.Factory receivers, int seconds) throws Exception {
        try (OrderlyExit exit = new OrderlyExit()) {
            Path dir = Files.createTempDirectory("logferry-demo");
            String failure = play(receivers, seconds, dir);
            if (failure == null || exit.isRequested()) {
                delete(dir);
                return failure == null ? 0 : 1;
            }
            System.out.println(failure);
            System.out.println("Ledger, spool and what was stored are left in " + dir);
            return 1;
        }
    }

    /** Returns when all processes are gone: null if the books balance. */
    private static @Nullable String play(Receiver.Factory receivers, int seconds, Path dir) throws Exception {
        int steps = seconds * STEPS_PER_SECOND;
        Report report;
        try (Screen screen = new Screen(steps, STEPS_PER_SECOND);
                Play play = new Play(steps, dir, receivers.in(dir, screen::say), screen)) {
            report = play.run();
        } catch (IOException | IllegalStateException | TimeoutException e) {
            return "FAILED: " + e.getMessage();
        } catch (ExecutionException e) {
            return "FAILED: " + requireNonNull(e.getCause()).getMessage();
        } catch (InterruptedException e) {
            return "FAILED: interrupted";
        }
        System.out.print(report.text());
        return report.faults().isEmpty() ? null : "FAILED: the books do not balance";
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
