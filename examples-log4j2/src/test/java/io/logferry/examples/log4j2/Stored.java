package io.logferry.examples.log4j2;

import io.logferry.collector.StoredLine;
import io.logferry.collector.StoredStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a collector stored. Any thread. */
final class Stored {
    private Stored() {}

    /** All lines, of one application: in the order of their stream. */
    static List<StoredLine> lines(Path collectorDir) throws IOException {
        List<StoredLine> lines = new ArrayList<>();
        for (StoredStream stream : StoredStream.list(collectorDir)) {
            stream.read(lines::add);
        }
        return lines;
    }
}
