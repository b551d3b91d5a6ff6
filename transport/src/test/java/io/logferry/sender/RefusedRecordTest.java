package io.logferry.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.Position;
import io.logferry.spill.SimDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A sink that refuses single records, as Kafka does. */
class RefusedRecordTest extends SenderStand {
    @Test
    void itIsCountedAsRejectedWhenTheRestOfItsFrameIsAcked() {
        Sender<String> sender = connected();
        log(4);
        step(sender);
        sink.rejected(new Position(7, 2));
        step(sender);
        assertEquals(4, ledger.inFlight());
        assertEquals(0, ledger.dropped());
        sink.acked(new Position(7, 3));
        step(sender);
        assertEquals(3, ledger.acked());
        assertEquals(1, ledger.dropped(DropReason.REJECTED));
        assertEquals(0, ledger.inFlight());
    }

    @Test
    void aSecondRefusalAfterADisconnectIsNotASecondLoss() {
        Sender<String> sender = connected();
        log(4);
        step(sender);
        sink.rejected(new Position(7, 2));
        sink.disconnected();
        step(sender);
        step(sender);
        nowNanos += SECOND;
        step(sender);
        sink.connected(Position.NONE);
        step(sender);
        assertEquals(2, sink.sent.size(), "the frame is sent again, whole");
        sink.rejected(new Position(7, 2));
        sink.acked(new Position(7, 3));
        step(sender);
        step(sender);
        assertEquals(3, ledger.acked());
        assertEquals(1, ledger.dropped(DropReason.REJECTED));
        assertEquals(1, warnings.stream().filter(w -> w.contains("7:2")).count(), warnings::toString);
    }

    @Test
    void itMayBeOfAFrameThatTheSinkHasTakenOnlyInPart() {
        Sender<String> sender = connected();
        sink.takes = false;
        log(4);
        step(sender);
        sink.rejected(new Position(7, 2));
        step(sender);
        sink.takes = true;
        step(sender);
        sink.acked(new Position(7, 3));
        step(sender);
        assertEquals(3, ledger.acked());
        assertEquals(1, ledger.dropped(DropReason.REJECTED));
        assertEquals(0, sink.disconnects);
    }

    @Test
    void itAloneIsKeptInTheDeadLetters() throws IOException {
        SimDisk disk = new SimDisk();
        Spill spill = spill(disk);
        Sender<String> sender = sender(spill, false);
        step(sender);
        sink.connected(Position.NONE);
        step(sender);
        log(4);
        step(sender);
        sink.rejected(new Position(spill.slot().epoch(), 1));
        step(sender);
        assertTrue(warnings.get(0).contains("kept in the dead letters"), warnings::toString);
        long kept = spill.journal().sizeBytes();
        assertTrue(kept > 0 && kept < 300, "header and one record of 7 bytes, not " + kept);
        sink.rejected(new Position(spill.slot().epoch(), 1));
        step(sender);
        assertEquals(kept, spill.journal().sizeBytes(), "refused again, it is kept once");
    }
}
