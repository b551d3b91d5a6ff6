package io.logferry.examples.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One life of the application, with the part of the ledger that it writes. One thread at a time. */
final class ApplicationJvm implements AutoCloseable {
    private final Path ledger;
    private final String life;
    private final Jvm jvm;

    /**
     * Starts it and returns when it is ready to log.
     *
     * @param dir for configuration and ledger, which several lives share
     * @param life its name, which no other life has
     */
    ApplicationJvm(Path dir, String life, String xml) throws IOException, InterruptedException {
        this.life = life;
        ledger = Files.createDirectories(dir.resolve("ledger"));
        Path file = Files.writeString(dir.resolve("logback-" + life + ".xml"), xml);
        jvm = new Jvm(List.of("-Dlogback.configurationFile=" + file), Application.class, ledger.toString(), life);
        jvm.await("ready");
    }

    /** Sends a command and returns the appender's counters as they are when it is done. */
    Counters tell(String command) throws IOException, InterruptedException {
        jvm.tell(command);
        return Counters.parse(jvm.await("done "));
    }

    /** What the appender told the framework. */
    String status() throws IOException, InterruptedException {
        jvm.tell("status");
        String statuses = jvm.await("status ");
        jvm.await("done ");
        return statuses;
    }

    /** Sends the command to end in some way; returns the exit code. */
    int end(String command) throws IOException, InterruptedException {
        jvm.tell(command);
        return jvm.awaitExit();
    }

    /** How many of its logging calls have returned. */
    long logged() throws IOException {
        try (Stream<Path> files = Files.list(ledger)) {
            return files.filter(file -> file.getFileName().toString().startsWith(life + "-"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    void kill() throws InterruptedException {
        jvm.kill();
    }

    @Override
    public void close() {
        jvm.close();
    }
}
