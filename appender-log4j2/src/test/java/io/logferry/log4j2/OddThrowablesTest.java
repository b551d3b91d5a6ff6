package io.logferry.log4j2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.PipelineStats;
import io.logferry.contract.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Throwables whose methods are the application's own, and do what they like: no event is lost by them. */
@SuppressWarnings("serial")
final class OddThrowablesTest extends Log4jFixture {
    private static final String WHY = Odd.class.getName() + ": why\n";

    private static class Odd extends RuntimeException {
        Odd() {
            super("why");
        }
    }

    /** The stack trace of the one event, whose type and message are the throwable's. */
    private String stackTrace(Throwable thrown, String message) {
        start(xml("", ""));
        logger().info("m", thrown);
        PipelineStats stats = stopped();
        assertEquals(0, stats.drops().total(), stats::toString);
        Map<String, @Nullable Object> line = Json.parse(collector.lines().get(0).getBytes(StandardCharsets.UTF_8));
        assertEquals(thrown.getClass().getName(), line.get("error.type"));
        assertEquals(message, line.get("error.message"));
        return String.valueOf(Objects.requireNonNull(line.get("error.stack_trace")));
    }

    @Test
    void aMessageThatCannotBeHadIsToldAsSuch() {
        String failed = "[getMessage() failed: java.lang.StackOverflowError]";
        Throwable thrown = new Odd() {
            @Override
            public String getMessage() {
                throw new StackOverflowError("thrown by the test");
            }
        };
        String trace = stackTrace(thrown, failed);
        assertTrue(trace.startsWith(thrown.getClass().getName() + ": " + failed + "\n\tat "), trace);
    }

    @Test
    void withoutACauseThatCannotBeHadTheRestIsWritten() {
        Throwable thrown = new Odd() {
            @Override
            public synchronized Throwable getCause() {
                throw new NoClassDefFoundError("org/example/Missing");
            }
        };
        thrown.addSuppressed(new Odd());
        String trace = stackTrace(thrown, "why");
        assertTrue(trace.contains("\tat ") && trace.contains("\tSuppressed: " + WHY), trace);
        assertFalse(trace.contains("Caused by"), trace);
    }

    @Test
    void withoutFramesThatCannotBeHadTheRestIsWritten() {
        Throwable cause = new Odd() {
            @Override
            public StackTraceElement[] getStackTrace() {
                throw new IllegalStateException("thrown by the test");
            }
        };
        Throwable thrown = new Odd() {
            @Override
            @SuppressWarnings("NullAway") // as code without annotations may do
            public StackTraceElement[] getStackTrace() {
                return null;
            }
        };
        thrown.initCause(cause);
        thrown.addSuppressed(new Odd() {
            @Override
            @SuppressWarnings("NullAway") // as above
            public StackTraceElement[] getStackTrace() {
                return new StackTraceElement[] {null};
            }
        });
        String trace = stackTrace(thrown, "why");
        assertEquals(3, trace.split(": why\n", -1).length - 1, trace);
        assertFalse(trace.contains("\tat "), trace);
    }

    @Test
    void ofMoreCausesThanTheStackHasRoomForTheFirstAreWritten() {
        Throwable deep = new Odd();
        for (int i = 1; i < 20_000; i++) {
            deep = new RuntimeException("why", deep);
        }
        String trace = stackTrace(deep, "why");
        assertEquals(1_000, trace.split("Caused by: java.lang.RuntimeException: why\n", -1).length - 1 + 1);
    }

    @Test
    void causesWithoutEndHaveOne() {
        final class Endless extends Odd {
            @Override
            public synchronized Throwable getCause() {
                return new Endless();
            }
        }
        String trace = stackTrace(new Endless(), "why");
        assertEquals(1_000, trace.split(": why\n", -1).length - 1);
    }
}
