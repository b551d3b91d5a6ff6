package io.logferry.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FragmentCacheTest {
    private final FragmentCache loggers = FragmentCache.ofFields(",\"log.logger\":\"", "\"");
    private final FragmentCache labelKeys = FragmentCache.ofLabelKeys();
    private final JsonOut out = new JsonOut();
    private final byte[] bytes = new byte[10_000];

    private String written(FragmentCache cache, String name) {
        out.open(bytes, 0, bytes.length);
        cache.write(name, out);
        return Json.utf8(Arrays.copyOf(bytes, out.at()));
    }

    @Test
    void namesOfEqualHashTakeTurns() {
        assertEquals("Aa".hashCode(), "BB".hashCode());
        for (int i = 0; i < 3; i++) {
            assertEquals(",\"log.logger\":\"Aa\"", written(loggers, "Aa"));
            assertEquals(",\"log.logger\":\"BB\"", written(loggers, "BB"));
        }
    }

    @Test
    void aNameOfAnyLengthIsWhole_alsoAfterAnotherInItsPlace() {
        for (int round = 0; round < 2; round++) {
            for (int length = 0; length < 1000; length++) {
                String name = "\u0001".repeat(length % 300);
                assertEquals(",\"log.logger\":\"" + "\\u0001".repeat(length % 300) + "\"", written(loggers, name));
            }
        }
    }

    @Test
    void labelKeysHaveNoDotsStarsAndBackslashes() {
        assertEquals("\"a_b_c_d\":", written(labelKeys, "a.b*c\\d"));
        assertEquals("\"" + "_".repeat(200) + "\":", written(labelKeys, ".".repeat(200)));
    }
}
