package io.logferry.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import io.logferry.frame.LostRange;
import io.logferry.frame.Position;
import io.logferry.sink.Nack;
import io.logferry.spill.SimDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Single steps of the state machine, with a manual clock; whole schedules are in {@link SimulationTest}. */
class SenderTest extends SenderStand {
    @Test
    void aBatchThatIsNotFullWaitsForItsLinger() {
        Sender<String> sender = connected();
        log(3);
        step(sender);
        assertEquals(0, sink.sent.size());
        nowNanos += 50 * MILLI;
        step(sender);
        assertEquals(3, sink.frame(0).header().recordCount());
    }

    @Test
    void aFullBatchIsSentAtOnceAndSettledByItsAck() {
        Sender<String> sender = connected();
        log(4);
        step(sender);
        assertEquals(new Position(7, 3), sink.frame(0).header().last());
        assertEquals(4, ledger.inFlight());
        sink.acked(new Position(7, 3));
        step(sender);
        assertEquals(4, ledger.acked());
        assertEquals(0, ledger.inFlight());
    }

    @Test
    void anAckOfWhatWasNotSentEndsTheConnectionAndSettlesNothing() {
        Sender<String> sender = connected();
        log(4);
        step(sender);
        sink.acked(new Position(7, 4));
        step(sender);
        assertEquals(0, ledger.acked());
        assertEquals(1, sink.disconnects);
    }

    @Test
    void aWelcomeBeyondWhatWasSentInThisEpochIsRefused() {
        Sender<String> sender = sender(null, false);
        log(4);
        step(sender);
        sink.connected(new Position(7, 3));
        step(sender);
        assertEquals(1, sink.disconnects);
        assertEquals(0, ledger.acked());
        assertTrue(warnings.get(0).contains("7:3"), warnings::toString);
    }

    @Test
    void afterADisconnectWhatWasSentIsSentAgainInOrder() {
        Sender<String> sender = connected();
        log(12);
        step(sender);
        assertEquals(3, sink.sent.size());
        sink.acked(new Position(7, 3));
        sink.disconnected();
        step(sender);
        step(sender);
        nowNanos += SECOND;
        step(sender);
        assertEquals(new Position(7, 3), sink.hellos.get(1).base());
        sink.sent.clear();
        sink.connected(new Position(7, 3));
        step(sender);
        assertEquals(new Position(7, 7), sink.frame(0).header().last());
        assertEquals(new Position(7, 11), sink.frame(1).header().last());
    }

    @Test
    void theWaitBetweenAttemptsDoublesUpToFiveSecondsAndIsJittered() {
        Sender<String> sender = sender(null, false);
        List<Long> gaps = new ArrayList<>();
        long before = nowNanos;
        while (gaps.size() < 12) {
            int hellos = sink.hellos.size();
            step(sender);
            if (sink.hellos.size() > hellos) {
                gaps.add(nowNanos - before);
                before = nowNanos;
                sink.disconnected();
            }
        }
        long longest = 100 * MILLI;
        for (long gap : gaps.subList(1, gaps.size())) {
            assertTrue(gap >= longest / 2 && gap <= longest + 3 * MILLI, gaps.toString());
            longest = Math.min(2 * longest, 5 * SECOND);
        }
    }

    @Test
    void aRefusedFrameGoesToTheDeadLettersAndItsRangeIsSentInItsPlace() throws IOException {
        Sender<String> sender = sender(spill(new SimDisk()), true);
        step(sender);
        sink.connected(Position.NONE);
        step(sender);
        log(8);
        step(sender);
        sink.nacked(Nack.Code.MALFORMED, true, sink.frame(0));
        step(sender);
        long epoch = sink.frame(0).header().epoch();
        assertEquals(new LostRange(DropReason.REJECTED, epoch, 0, 3), sink.sent.get(2));
        assertEquals(new Position(epoch, 7), sink.frame(3).header().last());
        assertEquals(4, ledger.dropped(DropReason.REJECTED));
        assertTrue(warnings.get(0).contains("dead letters"), warnings::toString);
        sink.acked(new Position(epoch, 7));
        step(sender);
        assertEquals(4, ledger.acked());
        assertEquals(0, ledger.onDisk());
    }

    @Test
    void threeRefusalsInARowWithoutAnAckAreAFailedSink() {
        Sender<String> sender = connected();
        log(16);
        step(sender);
        for (int i = 0; i < 3; i++) {
            sink.nacked(Nack.Code.MALFORMED, true, sink.frame(i));
            step(sender);
        }
        assertEquals(1, sink.disconnects);
        assertEquals(8, ledger.dropped(DropReason.REJECTED));
    }

    @Test
    void theThirdDamagedArrivalOfAFrameIsARefusal() {
        Sender<String> sender = connected();
        log(4);
        step(sender);
        for (int i = 0; i < 3; i++) {
            assertEquals(0, ledger.dropped(DropReason.REJECTED));
            sink.nacked(Nack.Code.CHECKSUM, false, sink.frame(0));
            step(sender);
            sink.connected(Position.NONE);
            for (int passes = 0; passes < 3 && i < 2; passes++) {
                nowNanos += SECOND;
                step(sender);
            }
        }
        assertEquals(4, ledger.dropped(DropReason.REJECTED));
    }

    @Test
    void aFencedStreamIsLeftForGoodAndTheNextStartTakesANewOne() throws IOException {
        SimDisk disk = new SimDisk();
        Spill first = spill(disk);
        Sender<String> sender = sender(first, false);
        step(sender);
        sink.answers.add(listener -> listener.nacked(new Nack(Nack.Code.FENCED, true, 0, 0, 0, "fenced")));
        step(sender);
        log(4);
        for (int i = 0; i < 100; i++) {
            nowNanos += SECOND;
            step(sender);
        }
        assertEquals(1, sink.hellos.size());
        assertEquals(4, ledger.onDisk());
        UUID fenced = first.slot().streamId();
        disk.crash();
        Spill second = spill(disk);
        assertFalse(second.slot().streamId().equals(fenced));
        assertEquals(4, second.journal().recordCount());
    }

    @Test
    void aConnectionThatTakesThePlaceOfAnotherGoesOnBehindWhatIsSettled() {
        Sender<String> sender = connected();
        log(4);
        step(sender);
        sink.acked(sink.frame(0).header().last());
        step(sender);
        sink.takes = false; // it holds frames back while it changes over
        log(4);
        step(sender);
        sink.connected(Position.NONE); // the other one has none of them: they are settled elsewhere
        sink.takes = true;
        step(sender);
        step(sender);
        assertEquals(1, sink.hellos.size());
        assertEquals(0, sink.disconnects);
        assertEquals(4, sink.frame(1).header().firstSeq());
        sink.acked(sink.frame(1).header().last());
        step(sender);
        assertTrue(sender.isDrained());
        assertEquals(8, ledger.acked());
        assertEquals(List.of(), warnings);
    }

    @Test
    void whileTheJvmExitsEachQuietMomentEndsTheEpochAndLoggingGoesOn() {
        Sender<String> sender = connected();
        log(2);
        controls.exit(nowNanos, 5 * SECOND);
        step(sender);
        step(sender);
        assertFalse(sender.isSafe());
        assertTrue(sink.frame(1).header().isEnd());
        sink.acked(sink.frame(1).header().last());
        step(sender);
        assertTrue(sender.isSafe());
        log(1);
        step(sender);
        step(sender);
        assertFalse(sender.isSafe());
        assertEquals(new Position(7, 3), sink.frame(2).header().last());
        assertTrue(sink.frame(3).header().isEnd());
        assertEquals(4, sink.frame(3).header().firstSeq());
        assertFalse(sender.isDone());
    }

    @Test
    void aStopSpillsAtOnceWhenTheSinkFailsAndAtHalfTimeWhenItIsSilent() throws IOException {
        Sender<String> sender = sender(spill(new SimDisk()), false);
        step(sender);
        sink.connected(Position.NONE);
        step(sender);
        log(4);
        step(sender);
        assertEquals(0, ledger.onDisk());
        controls.stop(nowNanos, SECOND, SECOND);
        step(sender);
        assertEquals(0, ledger.onDisk());
        nowNanos += SECOND / 2;
        step(sender);
        assertEquals(5, ledger.onDisk(), "the frame and the end");
        sink.disconnected();
        step(sender);
        assertTrue(sender.isDone());
    }

    @Test
    void aStopMaySpillEarlier_andThenStillHasItsTime() throws IOException {
        Sender<String> sender = sender(spill(new SimDisk()), false);
        step(sender);
        sink.connected(Position.NONE);
        step(sender);
        log(4);
        controls.stop(nowNanos, SECOND, 50 * MILLI);
        step(sender);
        nowNanos += 40 * MILLI;
        step(sender);
        assertEquals(0, ledger.onDisk());
        nowNanos += 10 * MILLI;
        step(sender);
        assertEquals(5, ledger.onDisk(), "the frame and the end");
        assertFalse(sender.isDone(), "the sink may answer");
        nowNanos += SECOND;
        step(sender);
        assertTrue(sender.isDone());
    }

    @Test
    void dropsAreDeclaredByTotalsOnceASecond() {
        Sender<String> sender = connected();
        ledger.drop(DropReason.RING_FULL, Level.ERROR);
        nowNanos += 200 * MILLI;
        step(sender);
        nowNanos += 100 * MILLI;
        step(sender);
        String body = new String(sink.frame(0).bytes(), StandardCharsets.UTF_8);
        assertTrue(body.contains("\"logferry.dropped\":{\"RING_FULL\":{\"ERROR\":1}}"), body);
        ledger.drop(DropReason.RING_FULL, Level.ERROR);
        nowNanos += 200 * MILLI;
        step(sender);
        nowNanos += 100 * MILLI;
        step(sender);
        assertEquals(1, sink.sent.size());
        nowNanos += SECOND;
        step(sender);
        nowNanos += 100 * MILLI;
        step(sender);
        assertEquals(2, sink.sent.size());
        assertEquals(1, alerts.size());
        nowNanos += 6 * SECOND;
        step(sender);
        assertTrue(alerts.get(1).startsWith("drops ended: 2 "), alerts::toString);
    }

    @Test
    void aDropShortlyBeforeTheEndIsToldAsWell() {
        Sender<String> sender = connected();
        step(sender);
        ledger.drop(DropReason.TOO_LARGE, Level.INFO);
        controls.stop(nowNanos, SECOND, SECOND);
        step(sender);
        assertTrue(sender.isDone());
        assertEquals(List.of("log events are being dropped: TOO_LARGE=1"), alerts);
    }

    @Test
    void warningsOfOneKindComeOnceAMinuteWithTheNumberHeldBack() {
        Sender<String> sender = sender(null, false);
        for (int i = 0; i < 100; i++) {
            step(sender);
            sink.disconnected();
            nowNanos += SECOND;
        }
        assertEquals(2, warnings.size(), warnings::toString);
        assertTrue(warnings.get(1).matches(".*\\(and \\d+ such warnings since the last\\)"), warnings::toString);
    }

    @Test
    void anErrorInsideIsToldAndTheSenderGoesOn() {
        Sender<String> sender = connected();
        sink.answers.add(listener -> {
            throw new StackOverflowError("as the test says");
        });
        step(sender);
        assertTrue(warnings.get(0).contains("StackOverflowError"), warnings::toString);
        nowNanos += SECOND;
        step(sender);
        sink.connected(Position.NONE);
        step(sender);
        log(4);
        step(sender);
        assertEquals(1, sink.sent.size());
    }
}
