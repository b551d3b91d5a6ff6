package io.logferry.spill;

import io.logferry.frame.Frame;
import io.logferry.frame.Position;
import io.logferry.spill.Journal.Append;
import io.logferry.spill.Journal.Read;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A claimed slot with an open journal, and short names for what tests do with it. One thread at a time. */
final class Spill implements AutoCloseable {
    static final JournalConfig SMALL = new JournalConfig(1 << 20, 600, 0, Sync.NONE);
    static final Path DIR = Path.of("/spill");

    final List<String> warnings = new ArrayList<>();
    final Slot slot;
    final Journal journal;
    long nowNanos;
    long nextSeq;

    Spill(Disk disk, Path dir, JournalConfig config) {
        try {
            slot = Slot.claim(disk, dir, "service", "FERRY", 1_700_000_000_000L, warnings::add);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        journal = Journal.open(disk, slot, config, warnings::add);
    }

    static Spill open(Disk disk) {
        return new Spill(disk, DIR, SMALL);
    }

    /** The next frame of this many records. */
    Frame frame(int records) {
        Frame frame = FrameMaker.SHARED.frame(slot.streamId(), slot.epoch(), nextSeq, records, Long.BYTES);
        nextSeq += records;
        return frame;
    }

    /** Appends unloaded frames of this many records each. */
    Spill append(int... records) {
        for (int count : records) {
            Append result = journal.append(frame(count), false, nowNanos);
            if (result != Append.DONE) {
                throw new IllegalStateException("append=" + result);
            }
        }
        return this;
    }

    /** All that next() returns until it is empty. */
    List<Read> readAll() {
        List<Read> all = new ArrayList<>();
        Read read = journal.next(Position.NONE, nowNanos);
        while (read != Read.Empty.EMPTY) {
            if (read == Read.Unreadable.UNREADABLE) {
                nowNanos += 100_000_000;
            } else {
                all.add(read);
            }
            if (all.size() > 100_000) {
                throw new IllegalStateException("next() does not end");
            }
            read = journal.next(Position.NONE, nowNanos);
        }
        return all;
    }

    /** The positions of all frames that can still be read, as "seq+count". */
    List<String> readFrames() {
        return readAll().stream()
                .map(read -> read instanceof Read.Loaded loaded
                        ? loaded.frame().header().firstSeq() + "+"
                                + loaded.frame().header().recordCount()
                        : read.toString())
                .toList();
    }

    Position position(long seq) {
        return new Position(slot.epoch(), seq);
    }

    void tick() {
        nowNanos += 10_000_000;
        journal.tick(nowNanos);
    }

    /** A clean stop. */
    @Override
    public void close() {
        journal.close();
        slot.release();
    }
}
