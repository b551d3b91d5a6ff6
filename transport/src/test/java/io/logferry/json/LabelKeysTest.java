package io.logferry.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelKeysTest {
    private final LabelKeys keys = new LabelKeys();
    private final byte[] array = new byte[100_000];
    private int end;

    private boolean add(String key) {
        byte[] bytes = Ascii.bytes(key);
        System.arraycopy(bytes, 0, array, end, bytes.length);
        boolean added = keys.add(array, end, end + bytes.length);
        end += bytes.length;
        return added;
    }

    @Test
    void aKeyIsNewOnce_inEventsOfAnySizeOneAfterTheOther() {
        Random random = new Random(1);
        for (int event = 0; event < 3000; event++) {
            keys.clear();
            end = 0;
            Set<String> expected = new HashSet<>();
            int adds = event % 100 == 0 ? 2000 : random.nextInt(40);
            int different = 1 + random.nextInt(adds + 1);
            for (int i = 0; i < adds; i++) {
                String key = "key" + random.nextInt(different);
                assertEquals(expected.add(key), add(key), "event=" + event + " key=" + key);
            }
        }
    }

    @Test
    void nothingIsLeftOfAnEventWithExactlyTheKeysThatAreComparedOneByOne() {
        // left-over slots would fill the table, and looking for a free one would not end
        for (int event = 0; event < 100; event++) {
            keys.clear();
            end = 0;
            for (int i = 0; i < 8; i++) {
                assertTrue(add("event" + event + "key" + i));
            }
            assertFalse(add("event" + event + "key3"));
        }
        assertTrue(add("ninth"));
    }
}
