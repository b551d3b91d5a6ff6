package io.logferry.examples.chaos;

import io.logferry.frame.Position;
import io.logferry.spill.Journal;
import io.logferry.spill.JournalConfig;
import io.logferry.spill.RealDisk;
import io.logferry.spill.Slot;
import io.logferry.spill.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks into a spill folder that a killed process left, without touching it. One thread. */
final class JournalCopy {
    private static final JournalConfig CONFIG = new JournalConfig(1L << 30, 16L << 20, 0, Sync.NONE);

    private JournalCopy() {}

    /** The last position that is on disk or settled: what the next start must deliver, or knows to be delivered. */
    static Position last(Path spillDir, Path copyDir) throws IOException {
        copy(spillDir, copyDir);
        Slot slot = Slot.claim(
                new RealDisk(), copyDir, "app", "FERRY", System.currentTimeMillis(), JournalCopy::refuseDamage);
        try (Journal journal = Journal.open(new RealDisk(), slot, CONFIG, JournalCopy::refuseDamage)) {
            Position last = journal.settled();
            Journal.Read read = journal.next(last, 0);
            while (read != Journal.Read.Empty.EMPTY) {
                if (read instanceof Journal.Read.Loaded loaded) {
                    last = loaded.frame().header().last();
                } else if (!(read instanceof Journal.Read.Settled)) {
                    refuseDamage(read.toString());
                }
                read = journal.next(last, 0);
            }
            return last;
        } finally {
            slot.release();
        }
    }

    private static void refuseDamage(String what) {
        throw new AssertionError(what);
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(from.relativize(file)));
        }
    }
}
