package io.logferry.examples;

import io.logferry.frame.Level;
import io.logferry.frame.LostRange;
import io.logferry.frame.MarkerLine;
import io.logferry.kafka.Deduplicator;
import io.logferry.kafka.DeduplicatorListener;
import io.logferry.kafka.RecordId;
import io.logferry.kafka.Verdict;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines like the collector's: each record of one partition once, and a line of its own for each epoch that
 * ended uncleanly. One thread.
 */
final class OnceFile implements AutoCloseable, DeduplicatorListener {
    private final Deduplicator deduplicator = new Deduplicator(this);
    private final OutputStream out;
    private long records;
    private long repeats;
    private long late;
    /** Without our header: somebody else's. */
    private long nameless;

    private long ranges;
    private long ends;
    private long gaps;
    private long lost;

    OnceFile(Path dir) throws IOException {
        out = new BufferedOutputStream(
                Files.newOutputStream(Files.createDirectories(dir).resolve("consumed.log")));
    }

    /** Stores the record, unless it is a repeat. */
    void store(@Nullable RecordId id, byte[] value) throws IOException {
        records++;
        if (id == null) {
            nameless++;
        } else {
            Verdict verdict = deduplicator.accept(id);
            if (verdict == Verdict.REPEATED) {
                repeats++;
                return;
            }
            late += verdict == Verdict.LATE ? 1 : 0;
            ranges += id.type() == RecordId.Type.RANGE ? 1 : 0;
        }
        out.write(value);
        out.write('\n');
    }

    @Override
    public void gap(UUID streamId, long epoch, long fromSeq, long toSeq) {
        gaps += toSeq - fromSeq + 1;
    }

    @Override
    public void gapClosed(UUID streamId, long epoch, long fromSeq, long toSeq) {
        gaps -= toSeq - fromSeq + 1;
    }

    @Override
    public void lost(UUID streamId, LostRange range) {
        lost += range.count();
    }

    @Override
    public void found(UUID streamId, LostRange range) {
        lost -= range.count();
    }

    @Override
    public void ended(UUID streamId, long epoch, long lastSeq) {
        ends++;
    }

    @Override
    public void endedUncleanly(UUID streamId, long epoch, long lastSeq) {
        String message = "epoch " + epoch + " ended uncleanly: what followed " + lastSeq + " is unknown";
        StringBuilder line = new MarkerLine(streamId, "consumer")
                .begin(System.currentTimeMillis(), Level.WARN, MarkerLine.LOSS, epoch, message)
                .append(",\"logferry.from\":")
                .append(lastSeq + 1)
                .append(",\"logferry.reason\":\"UNKNOWN_TAIL\"}\n");
        try {
            out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its counters, as {@link Numbers} are said. */
    @Override
    public String toString() {
        return "records=" + records + " repeats=" + repeats + " late=" + late + " nameless=" + nameless + " ranges="
                + ranges + " ends=" + ends + " gaps=" + gaps + " lost=" + lost;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
