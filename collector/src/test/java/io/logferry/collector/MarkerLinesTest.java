package io.logferry.collector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.frame.DropReason;
import io.logferry.frame.LostRange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class MarkerLinesTest {
    private static String line(String source) {
        ByteBuffer out = ByteBuffer.allocate(8 << 10);
        long most = Long.MAX_VALUE;
        new MarkerLines(source, UUID.randomUUID()).range(out, new LostRange(DropReason.CORRUPT, most, 1, most - 1));
        return StandardCharsets.UTF_8.decode(out.flip()).toString();
    }

    @Test
    void aSourceOfAnyCharactersStaysInsideItsString() {
        String line = line("a\"\\\n\u0085\u2028\ud800z");
        assertTrue(
                line.contains(
                        "\"service.name\":\"a\\\"\\\\\\n\\u0085\\u2028\ufffdz\",\"event.action\":\"logferry.loss\""),
                line);
        assertTrue(line.endsWith("}\n"), line);
    }

    @Test
    void theLongestSourceFits() {
        assertTrue(line("\u0001".repeat(255)).endsWith("}\n"));
    }
}
