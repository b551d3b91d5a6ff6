package io.logferry.json;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EcsWriterAllocationTest {
    private static final int EVENTS = 20_000;
    private static final int ROUNDS = 30;
    /** What asking for the figure may itself allocate, in a whole round. */
    private static final int MEASUREMENT_BYTES = 256;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final EcsWriter writer = new EcsWriter("shop");
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final String[] names = names();
    private final StringBuilder builder = new StringBuilder("a message of Log4j2, \"quoted\" \u20ac \ud83d\ude00");

    private static String[] names() {
        String[] names = new String[1000];
        for (int i = 0; i < names.length; i++) {
            names[i] = "virtual.thread-" + i;
        }
        return names;
    }

    @Test
    void noEventAllocatesOnceWarm_alsoWithNamesThatDoNotRepeatSoon() {
        // the least of several rounds: compiling or the measurement itself may allocate now and then
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < EVENTS; i++) {
                writeEvent(i);
            }
            long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            least = Math.min(least, after - before);
        }
        assertTrue(
                least <= MEASUREMENT_BYTES,
                "allocatedBytes=" + least + " for events=" + EVENTS + ", must be 0 per event");
    }

    private void writeEvent(int i) {
        buffer.clear();
        writer.begin(buffer, 1_800_000_000L + i / 100, i * 1000, "INFO", "com.acme.Shop", names[i % names.length]);
        writer.message((i & 1) == 0 ? "order taken by \"zo\u00eb\"\n\u20ac" : builder);
        writer.origin("Shop.java", i, "order");
        writer.label("user.name", "zo\u00eb");
        writer.label("user_name", "again");
        writer.label(names[(i * 7) % names.length], i);
        writer.label("ratio", i / 7.0);
        writer.label("paid", true);
        writer.label("coupon", null);
        writer.tag("AUDIT");
        writer.error("java.io.IOException", "no more");
        for (int frame = 0; frame < 5; frame++) {
            writer.stackTrace("\n\tat com.acme.Shop.order(Shop.java:");
            writer.stackTraceNumber(frame);
            writer.stackTrace(")");
        }
        writer.end();
    }
}
