package io.logferry.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Frame;
import io.logferry.frame.Position;
import io.logferry.spill.SimDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A sink that is connected and acknowledges nothing, as a Kafka cluster that has lost its brokers. */
class SilentSinkTest extends SenderStand {
    private Sender<String> connected(Spill spill) {
        Sender<String> sender = sender(spill, false);
        step(sender);
        sink.connected(Position.NONE);
        step(sender);
        return sender;
    }

    @Test
    void whatItDoesNotAckForTwoSecondsIsJournalledAndSaid() throws IOException {
        Sender<String> sender = connected(spill(new SimDisk()));
        log(4);
        step(sender);
        nowNanos += Delivery.SILENT_NANOS - 2 * MILLI;
        step(sender);
        assertEquals(0, ledger.onDisk());
        nowNanos += 2 * MILLI;
        step(sender);
        assertEquals(4, ledger.onDisk());
        assertEquals(0, ledger.inFlight());
        assertTrue(warnings.get(0).contains("acknowledges nothing for 2 s"), warnings::toString);
        assertEquals(0, sink.disconnects);
    }

    @Test
    void anAckSettlesWhatMovedToDiskInTheMeantime() throws IOException {
        Sender<String> sender = connected(spill(new SimDisk()));
        log(8);
        step(sender);
        nowNanos += 3 * SECOND;
        step(sender);
        sink.acked(sink.frame(1).header().last());
        step(sender);
        assertEquals(8, ledger.acked());
        assertEquals(0, ledger.onDisk());
        assertTrue(sender.isDrained());
    }

    @Test
    void anAckInTimeStartsTheWaitAnew() throws IOException {
        Sender<String> sender = connected(spill(new SimDisk()));
        log(8);
        step(sender);
        nowNanos += SECOND;
        sink.acked(sink.frame(0).header().last());
        step(sender);
        nowNanos += SECOND + SECOND / 2;
        step(sender);
        assertEquals(0, ledger.onDisk());
    }

    @Test
    void anAckThatIsRepeatedIsNoAnswer() throws IOException {
        Sender<String> sender = connected(spill(new SimDisk()));
        log(8);
        step(sender);
        sink.acked(sink.frame(0).header().last());
        step(sender);
        nowNanos += SECOND;
        sink.acked(sink.frame(0).header().last());
        step(sender);
        nowNanos += SECOND;
        step(sender);
        assertEquals(4, ledger.onDisk());
    }

    @Test
    void itIsToldOncePerSilenceNotOncePerPass() throws IOException {
        Sender<String> sender = connected(spill(new SimDisk()));
        log(4);
        step(sender);
        nowNanos += 3 * SECOND;
        for (int passes = 0; passes < 100; passes++) {
            nowNanos += SECOND;
            step(sender);
        }
        assertEquals(1, warnings.size(), warnings::toString);
    }

    @Test
    void onePassSendsNoMoreThanTwoMegabytesOfRecordsThatTheSinkIsToCompress() throws IOException {
        sinkCompresses = true;
        windowBytes = 8 << 20;
        Sender<String> sender = sender(spill(new SimDisk()), false);
        step(sender);
        for (int i = 0; i < 10; i++) {
            ring.offer("x".repeat(600_000));
            step(sender);
        }
        assertEquals(10, ledger.onDisk());
        sink.answers.add(listener -> listener.connected(Position.NONE, windowBytes));
        step(sender);
        assertEquals(4, sink.sent.size());
        step(sender);
        assertEquals(8, sink.sent.size());
    }

    @Test
    void whatIsInMemoryWhenTheConnectionIsLostIsJournalledWithoutAnythingNewToLog() throws IOException {
        Sender<String> sender = connected(spill(new SimDisk()));
        log(4);
        step(sender);
        sink.disconnected();
        step(sender);
        nowNanos += 3 * SECOND;
        step(sender);
        assertEquals(4, ledger.onDisk());
    }

    @Test
    void aStopDoesNotWaitForIt() throws IOException {
        Sender<String> sender = connected(spill(new SimDisk()));
        log(4);
        step(sender);
        nowNanos += 3 * SECOND;
        step(sender);
        controls.stop(nowNanos, 600 * SECOND, 600 * SECOND);
        for (int passes = 0; passes < 5; passes++) {
            step(sender);
        }
        assertTrue(sender.isDone());
        assertEquals(5, ledger.onDisk(), "the END too");
    }

    @Test
    void framesForASinkThatCompressesByItselfAreCompressedOnlyForTheDisk() throws IOException {
        sinkCompresses = true;
        SimDisk disk = new SimDisk();
        Spill spill = spill(disk);
        Sender<String> sender = connected(spill);
        String line = "all the same ".repeat(10);
        for (int i = 0; i < 4; i++) {
            ring.offer(line);
        }
        step(sender);
        Frame inMemory = sink.frame(0);
        assertEquals(inMemory.header().rawLength(), inMemory.header().storedLength());
        nowNanos += 3 * SECOND;
        step(sender);
        assertEquals(4, ledger.onDisk());
        assertTrue(spill.journal().sizeBytes() < inMemory.bytes().length, "it is smaller on disk");

        disk.crash();
        SenderStand next = new SenderStand();
        Sender<String> again = next.sender(spill(disk), false);
        next.step(again);
        next.sink.connected(Position.NONE);
        next.step(again);
        next.step(again);
        assertEquals(inMemory.header().last(), next.sink.frame(0).header().last());
    }
}
