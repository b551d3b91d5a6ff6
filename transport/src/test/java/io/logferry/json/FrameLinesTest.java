package io.logferry.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameLinesTest {
    private final FrameLines lines = new FrameLines();
    private final JsonOut out = new JsonOut();
    private final byte[] bytes = new byte[10_000];

    private String written(StackTraceElement frame) {
        out.open(bytes, 0, bytes.length);
        lines.write(frame, out);
        return Json.utf8(Arrays.copyOf(bytes, out.at()));
    }

    /** What the JDK prints, but for the class loader's name and the module's version, as one line of JSON. */
    private static String printed(String text) {
        return "\\tat " + text + "\\n";
    }

    @Test
    void aFrameIsWrittenAsTheJdkPrintsIt_theFirstTimeAndLater() {
        for (int i = 0; i < 3; i++) {
            assertEquals(printed("a.B.c(B.java:12)"), written(new StackTraceElement("a.B", "c", "B.java", 12)));
            assertEquals(printed("a.B.c(B.java)"), written(new StackTraceElement("a.B", "c", "B.java", -1)));
            assertEquals(printed("a.B.c(Unknown Source)"), written(new StackTraceElement("a.B", "c", null, -1)));
            assertEquals(printed("a.B.c(Native Method)"), written(new StackTraceElement("a.B", "c", "B.java", -2)));
            assertEquals(
                    printed("m/a.B.<init>(\\\"B\\\".java:1)"),
                    written(new StackTraceElement("app", "m", "1.0", "a.B", "<init>", "\"B\".java", 1)));
        }
    }

    @Test
    void framesThatDifferInOnePartOnlyAreNotTakenForEachOther() {
        for (int round = 0; round < 2; round++) {
            for (int line = 0; line < 5_000; line++) { // more than there are places
                assertEquals(
                        printed("a.B.c(B.java:" + line + ")"),
                        written(new StackTraceElement("a.B", "c", "B.java", line)));
            }
            assertEquals(printed("a.B.c(B.kt:1)"), written(new StackTraceElement("a.B", "c", "B.kt", 1)));
            assertEquals(printed("a.B.d(B.java:1)"), written(new StackTraceElement("a.B", "d", "B.java", 1)));
        }
    }

    @Test
    void aFrameOfAnyLengthIsWhole() {
        for (int length = 1; length < 1_000; length += 7) {
            String name = "\u0001".repeat(length);
            assertEquals(
                    printed("\\u0001".repeat(length) + ".c(B.java:2147483647)"),
                    written(new StackTraceElement(name, "c", "B.java", Integer.MAX_VALUE)));
        }
    }
}
