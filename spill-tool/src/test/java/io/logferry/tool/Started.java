package io.logferry.tool;

import io.logferry.frame.FrameDecoder;
import io.logferry.frame.Lines;
import io.logferry.frame.Position;
import io.logferry.spill.Journal;
import io.logferry.spill.JournalConfig;
import io.logferry.spill.RealDisk;
import io.logferry.spill.Slot;
import io.logferry.spill.SlotName;
import io.logferry.spill.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the application's next start reads from its slot to send it. Immutable.
 *
 * @param events as the collector would store them, markers left out
 * @param warnings what it says of the slot
 * @param lost how many records it finds lost
 */
record Started(List<String> events, List<String> warnings, long lost) {
    static Started at(Path dir) throws IOException {
        List<String> events = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        long lost = 0;
        Slot slot = Objects.requireNonNull(Slot.claim(
                new RealDisk(),
                dir.toRealPath().resolve(Application.SLOT),
                Objects.requireNonNull(SlotName.parse(Application.SLOT)),
                0,
                warnings::add));
        JournalConfig config = new JournalConfig(1 << 30, 1 << 20, 0, Sync.NONE);
        try (Journal journal = Journal.open(new RealDisk(), slot, config, warnings::add)) {
            Journal.Read read = journal.next(Position.NONE, 0);
            while (read != Journal.Read.Empty.EMPTY) {
                if (read instanceof Journal.Read.Loaded loaded) {
                    new FrameDecoder().decode(loaded.frame(), (seq, timeNanos, level, body, offset, length) -> {
                        ByteBuffer line = ByteBuffer.allocate(2 * length + 1);
                        Lines.append(line, body, offset, length);
                        events.add(new String(line.array(), 0, line.position() - 1, StandardCharsets.UTF_8));
                    });
                } else if (read instanceof Journal.Read.Damaged damaged) {
                    lost += damaged.records();
                } else if (!(read instanceof Journal.Read.Settled)) {
                    throw new IllegalStateException("read=" + read);
                }
                read = journal.next(Position.NONE, 0);
            }
        } finally {
            slot.release();
        }
        return new Started(
                events.stream().filter(line -> !line.contains("event.action")).toList(), warnings, lost);
    }
}
