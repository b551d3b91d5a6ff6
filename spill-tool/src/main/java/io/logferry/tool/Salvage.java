package io.logferry.tool;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameDecoder;
import io.logferry.frame.Position;
import io.logferry.spill.Disk;
import io.logferry.spill.RealDisk;
import io.logferry.spill.SegmentHeader;
import io.logferry.tool.SegmentScan.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a damaged file that are worth keeping. Immutable: nobody writes to its set.
 *
 * @param kept which of the frames with good headers, by their place among these
 * @param base the position before the first of them
 * @param records how many are in them
 */
record Salvage(BitSet kept, Position base, long records) {
    /** Those that can be read and are behind a position. */
    static Salvage measure(SegmentFileView segment, Position settled) throws IOException {
        BitSet kept = new BitSet();
        Position base = Position.NONE;
        long records = 0;
        int index = 0;
        FrameDecoder decoder = new FrameDecoder();
        SegmentScan scan = new SegmentScan(segment);
        for (Step step = scan.next(); step != Step.End.END; step = scan.next()) {
            if (step instanceof Step.Whole whole) {
                @Nullable Frame frame = whole.header().last().compareTo(settled) > 0 ? scan.load(whole) : null;
                if (frame != null && decoder.open(frame)) {
                    base = kept.isEmpty()
                            ? new Position(
                                    whole.header().epoch(), whole.header().firstSeq() - 1)
                            : base;
                    kept.set(index);
                    records += whole.header().recordCount();
                }
                index++;
            }
        }
        return new Salvage(kept, base, records);
    }

    /** How many. */
    int frames() {
        return kept.cardinality();
    }

    /** Writes them to a file of their own, which is durable then, and as the application would have made it. */
    void write(SegmentFileView from, SegmentHeader header, Path to) throws IOException {
        SegmentScan scan = new SegmentScan(from);
        try (Disk.OpenFile file = new RealDisk().create(to)) {
            file.writeFully(header.toBytes(), 0);
            long offset = SegmentHeader.BYTES;
            int index = 0;
            for (Step step = scan.next(); step != Step.End.END; step = scan.next()) {
                if (step instanceof Step.Whole whole && kept.get(index++)) {
                    Frame frame = scan.load(whole);
                    if (frame == null) {
                        throw new IOException(
                                "frame can't be read a second time: file=" + from.path() + " offset=" + whole.offset());
                    }
                    file.writeFully(ByteBuffer.wrap(frame.bytes()), offset);
                    offset += frame.bytes().length;
                }
            }
            file.force();
        }
    }
}
