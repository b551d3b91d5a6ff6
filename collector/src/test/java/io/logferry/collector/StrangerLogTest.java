package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

final class StrangerLogTest {
    @Test
    void soManyLinesAreLoggedInAPeriodAndTheNextOneCountsWhatWasLeftOut() {
        long now = Long.MAX_VALUE - 5;
        StrangerLog log = new StrangerLog(now);
        for (int i = 0; i < StrangerLog.LINES; i++) {
            assertEquals("line " + i, log.line("line " + i, now));
        }
        assertNull(log.line("one", now));
        assertNull(log.line("two", now + StrangerLog.PERIOD_NANOS - 1));
        now += StrangerLog.PERIOD_NANOS;
        assertEquals("three (and 2 lines like this one before it were left out)", log.line("three", now));
        assertEquals("four", log.line("four", now));
    }

    @Test
    void whatAStrangerSaysBecomesOneLine() {
        assertEquals("a  b", new StrangerLog(0).line("a\r\nb", 0));
    }
}
