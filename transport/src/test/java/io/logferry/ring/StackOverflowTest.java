package io.logferry.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application's endless recursion that logs at its end: the stack may end at any call of ours. In JVMs of their own,
 * where all is cold, and as the interpreter and the first compiler run it.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class StackOverflowTest {
    private static final int CAPACITY = 1 << 16;
    private static final int THREADS = 60;
    private static final int LAST_LEVELS = 100;

    private final EventPool<Object> pool = new EventPool<>(CAPACITY, Object::new, event -> {});
    private final EventRing<Object> ring = new EventRing<>(CAPACITY, pool);

    /** What an appender does: claim and offer; it counts what fails on the way. */
    private void append() {
        try {
            Object event = ring.claim(false);
            if (event != null) {
                ring.offer(event);
            }
        } catch (StackOverflowError expected) {
            // that event is lost, and only that
        }
    }

    /** Goes down to the end of the stack, and appends at each of the last levels on the way back. */
    private int recurse(int depth) {
        if (depth < 0) {
            return 0;
        }
        int below = 0;
        try {
            below = recurse(depth + 1);
        } catch (StackOverflowError end) {
            // as deep as it goes
        }
        if (below < LAST_LEVELS) {
            try {
                append();
            } catch (StackOverflowError tooDeep) {
                // not even to catch it is there room
            }
        }
        return below + 1;
    }

    /** Its frames are of another size than those above: each thread meets the end of the stack at another place. */
    private int padded(int frames, long one, long two) {
        return frames == 0 ? recurse(0) : padded(frames - 1, two, one);
    }

    public static void main(String[] args) throws InterruptedException {
        StackOverflowTest test = new StackOverflowTest();
        for (int i = 0; i < THREADS; i++) {
            int frames = i;
            Thread thread = new Thread(null, () -> test.padded(frames, 0, 0), "recursive", 180_000);
            thread.start();
            thread.join();
        }
        System.out.println(test.drained());
    }

    /** All that the ring took comes out, and what is given back is used again. */
    private String drained() {
        long taken = ring.taken();
        for (long i = 0; i < taken; i++) {
            Object event = ring.poll();
            if (event == null) {
                return "taken=" + taken + ", but blocked behind " + i;
            }
            ring.release(event);
        }
        for (int i = 0; i < 2 * CAPACITY; i++) {
            append();
            ring.release(Objects.requireNonNull(ring.poll()));
        }
        return taken > 0 && ring.size() == 0 ? "all" : "taken=" + taken + " size=" + ring.size();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-Xcomp", "-Dnothing=special"})
    void aCallersStackMayEndAnywhere_theRingGoesOn(String option) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process jvm = new ProcessBuilder(List.of(java, option, "-cp", classPath(), StackOverflowTest.class.getName()))
                .redirectErrorStream(true)
                .start();
        String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(jvm.waitFor(1, TimeUnit.MINUTES));
        assertEquals("all", said.strip());
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
