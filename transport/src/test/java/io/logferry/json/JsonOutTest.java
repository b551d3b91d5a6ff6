package io.logferry.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.CharBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JsonOutTest {
    private final JsonOut out = new JsonOut();
    private final byte[] bytes = new byte[20_000];

    private String written(CharSequence text) {
        out.open(bytes, 0, bytes.length);
        out.text(text);
        return Json.utf8(Arrays.copyOf(bytes, out.at()));
    }

    @Test
    void longTextIsWhole_whereverASurrogatePairOrALoneSurrogateStands() {
        StringBuilder builder = new StringBuilder();
        for (int at = 0; at < 1100; at++) {
            String text = "x".repeat(at) + "\ud83d\ude00" + "y".repeat(1100 - at) + "\ud83d";
            String expected = Event.wellFormed(text);
            assertEquals(expected, written(text));
            builder.setLength(0);
            builder.append(text);
            assertEquals(expected, written(builder));
            assertEquals(expected, written(CharBuffer.wrap(text)));
        }
    }

    @Test
    void everyCharacterIsReadBackByAParser() {
        for (int first = 0; first <= Character.MAX_CODE_POINT; first += 256) {
            StringBuilder text = new StringBuilder();
            for (int c = first; c < first + 256; c++) {
                // the blank keeps two halves of a surrogate pair apart
                text.appendCodePoint(c).append(' ');
            }
            out.open(bytes, 0, bytes.length);
            out.raw(Ascii.bytes("{\"k\":\""));
            out.text(text);
            out.raw(Ascii.bytes("\"}"));
            Object parsed = Json.parse(Arrays.copyOf(bytes, out.at())).get("k");
            assertEquals(Event.wellFormed(text.toString()), parsed);
        }
    }
}
