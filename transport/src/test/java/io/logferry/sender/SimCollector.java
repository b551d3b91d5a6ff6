package io.logferry.sender;

import io.logferry.frame.Frame;
import io.logferry.frame.FrameDecoder;
import io.logferry.frame.FrameHeader;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plain model of a receiver with its own storage: per stream a last position, the ids of the application's records in
 * the order of arrival, and the declared ranges. It fails the test where the sender breaks the protocol.
 */
final class SimCollector {
    private static final FrameDecoder DECODER = new FrameDecoder();

    /** One stream as stored here. */
    static final class Stored {
        Position last = Position.NONE;
        final List<Long> ids = new ArrayList<>();
        final List<LostRange> ranges = new ArrayList<>();
        long highestEpoch;
        boolean endsClean;
        long markers;
    }

    final Map<UUID, Stored> streams = new HashMap<>();
    final Set<Long> allIds = new HashSet<>();
    final Set<Long> refusedIds = new HashSet<>();
    final String name;

    /** The first breach of the protocol: the sender would swallow the error. */
    @Nullable AssertionError violation;

    SimCollector(String name) {
        this.name = name;
    }

    private AssertionError violation(String message) {
        AssertionError error = new AssertionError(message);
        violation = violation == null ? error : violation;
        return error;
    }

    Stored stream(UUID id) {
        return streams.computeIfAbsent(id, i -> new Stored());
    }

    /** Continues at the sender's base if that is further than what is stored here. */
    Position hello(UUID streamId, long epoch, Position base) {
        Stored stored = stream(streamId);
        stored.highestEpoch = Math.max(stored.highestEpoch, epoch);
        if (stored.last.compareTo(base) < 0) {
            stored.last = base;
        }
        return stored.last;
    }

    /** Stores a frame, but one of its records. */
    void store(UUID streamId, Frame frame, long refusedSeq) {
        Stored stored = stream(streamId);
        FrameHeader header = frame.header();
        if (Frame.read(frame.bytes(), streamId) == null) {
            throw violation("a frame arrived that is not of the stream, or damaged: " + frame);
        }
        if (header.last().compareTo(stored.last) <= 0) {
            return;
        }
        long expected = stored.last.epoch() == header.epoch() ? stored.last.seq() + 1 : 0;
        if (header.firstSeq() > expected) {
            throw violation(name + " has " + stored.last + ", then came " + frame + ": numbers are missing undeclared");
        }
        boolean whole = DECODER.decode(frame, (seq, timeNanos, level, body, offset, length) -> {
            if (stored.last.covers(header.epoch(), seq)) {
                return;
            }
            String text = new String(body, offset, length, StandardCharsets.UTF_8);
            if (text.startsWith("{")) {
                stored.markers++;
                return;
            }
            long id = Long.parseLong(text.trim());
            if (seq == refusedSeq) {
                refusedIds.add(id);
                return;
            }
            if (!allIds.add(id)) {
                throw violation(name + " got id=" + id + " twice");
            }
            if (!stored.ids.isEmpty() && stored.ids.get(stored.ids.size() - 1) >= id) {
                throw violation(name + " got id=" + id + " after " + stored.ids.get(stored.ids.size() - 1));
            }
            stored.ids.add(id);
        });
        if (!whole) {
            throw violation(frame + " does not decode");
        }
        stored.last = header.last();
        stored.endsClean = header.isEnd();
    }

    void store(UUID streamId, LostRange range) {
        Stored stored = stream(streamId);
        if (range.last().compareTo(stored.last) <= 0) {
            return;
        }
        long expected = stored.last.epoch() == range.epoch() ? stored.last.seq() + 1 : 0;
        if (range.fromSeq() > expected) {
            throw violation(name + " has " + stored.last + ", then came " + range);
        }
        stored.ranges.add(range);
        stored.last = range.last();
        stored.endsClean = false;
    }
}
