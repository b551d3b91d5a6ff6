package io.logferry.collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks at what a collector stored, from outside. */
final class Stored {
    private Stored() {}

    /** The lines of all logs below a folder, in the order of their files' names. */
    static List<String> lines(Path dir) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path log : files(dir, ".log")) {
            lines.addAll(Files.readAllLines(log));
        }
        return lines;
    }

    static List<Path> files(Path dir, String end) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    /** All lines of the only stream below a folder, with their identity. */
    static List<StoredLine> identified(Path dir) throws IOException {
        List<StoredStream> streams = StoredStream.list(dir);
        if (streams.size() != 1) {
            throw new AssertionError("expected one stream, got " + streams.size());
        }
        List<StoredLine> lines = new ArrayList<>();
        streams.get(0).read(lines::add);
        return lines;
    }
}
