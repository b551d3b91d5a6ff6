package io.logferry.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.Position;
import io.logferry.sink.Nack;
import io.logferry.sink.SinkState;
import org.junit.jupiter.api.Test;

class SinkStateTest extends SenderStand {
    private void disconnect(Sender<String> sender) {
        sink.disconnected();
        step(sender);
    }

    private void connect(Sender<String> sender) {
        nowNanos += 10 * SECOND; // beyond the backoff
        step(sender);
        sink.connected(Position.NONE);
        step(sender);
    }

    @Test
    void beforeTheFirstConnectionItIsDownAndNotTried() {
        Sender<String> sender = sender(null, false);
        step(sender);
        assertEquals(new SinkState(false, wallMillis, "not connected yet", "fake:1"), ledger.sink());
    }

    @Test
    void aConnectionBringsItUp_andItsEndDownWithTheReason() {
        Sender<String> sender = sender(null, false);
        wallMillis = 2_000;
        connect(sender);
        assertEquals(new SinkState(true, 2_000, "", "fake:1"), ledger.sink());
        wallMillis = 3_000;
        disconnect(sender);
        assertEquals(new SinkState(false, 3_000, "as the test says", "fake:1"), ledger.sink());
        assertEquals(1, ledger.connects());
        assertEquals(1, ledger.disconnects());
    }

    @Test
    void furtherFailuresKeepTheTimeSinceWhenItIsDown_andTellTheLastReason() {
        Sender<String> sender = sender(null, false);
        wallMillis = 2_000;
        connect(sender);
        disconnect(sender);
        wallMillis = 5_000;
        nowNanos += 10 * SECOND;
        step(sender);
        sink.answers.add(listener -> listener.disconnected("another reason"));
        step(sender);
        assertEquals(new SinkState(false, 2_000, "another reason", "fake:1"), ledger.sink());
        assertEquals(2, ledger.disconnects());
    }

    @Test
    void aStateThatStaysIsTheSameObject() {
        Sender<String> sender = sender(null, false);
        connect(sender);
        disconnect(sender);
        SinkState before = ledger.sink();
        nowNanos += 10 * SECOND;
        step(sender);
        disconnect(sender);
        assertSame(before, ledger.sink());
    }

    @Test
    void aSinkThatAcknowledgesNothingIsDownUntilItDoes_alsoOverANewConnection() {
        Sender<String> sender = sender(null, false);
        connect(sender);
        log(4);
        step(sender);
        nowNanos += 3 * SECOND;
        step(sender);
        assertFalse(ledger.sink().up());
        assertTrue(ledger.sink().reason().contains("acknowledges nothing"), ledger.sink()::toString);
        disconnect(sender);
        connect(sender);
        assertFalse(ledger.sink().up(), ledger.sink()::toString);
        assertTrue(ledger.sink().reason().contains("acknowledges nothing"), ledger.sink()::toString);
        step(sender);
        sink.acked(sink.frame(sink.sent.size() - 1).header().last());
        step(sender);
        assertTrue(ledger.sink().up(), ledger.sink()::toString);
    }

    @Test
    void aSilentSinkThatHasEverythingIsUpWithTheNextConnection() {
        Sender<String> sender = sender(null, false);
        connect(sender);
        log(4);
        step(sender);
        nowNanos += 3 * SECOND;
        step(sender);
        disconnect(sender);
        nowNanos += 10 * SECOND;
        step(sender);
        sink.connected(sink.frame(0).header().last());
        step(sender);
        assertTrue(ledger.sink().up(), ledger.sink()::toString);
    }

    @Test
    void aFencedStreamIsDownAndSaysWhy() {
        Sender<String> sender = sender(null, false);
        connect(sender);
        log(4);
        step(sender);
        sink.nacked(Nack.Code.FENCED, true, sink.frame(0));
        step(sender);
        assertFalse(ledger.sink().up());
        assertTrue(ledger.sink().reason().contains("another instance"), ledger.sink()::toString);
    }

    @Test
    void framesAndBytesAreCountedAsOftenAsTheyAreSent_andAckedOnce() {
        Sender<String> sender = sender(null, false);
        connect(sender);
        log(4);
        step(sender);
        disconnect(sender);
        connect(sender);
        step(sender);
        assertEquals(2, ledger.framesSent());
        assertEquals(2L * sink.frame(0).bytes().length, ledger.bytesSent());
        sink.acked(sink.frame(1).header().last());
        step(sender);
        assertEquals(1, ledger.framesAcked());
    }
}
