package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.logferry.PipelineStats;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is taken of an event while its call lasts, and when nothing may be taken at all. */
abstract class CaptureContract extends ContractFixture {
    CaptureContract(Host host) {
        super(host);
    }

    private static Map<String, @Nullable Object> parsed(String line) {
        return Json.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLineEndInsideAnEventStaysInside() {
        host.configure(plain());
        host.info("one");
        host.info("two\r\nlines\n");
        stopped();
        assertLines("one", "two\r\nlines\n");
    }

    @Test
    void whatChangesAfterTheCallIsNotSeen() {
        host.configure(Settings.to(collector).pattern("%X{user} %m%n"));
        holdSender();
        StringBuilder changing = new StringBuilder("before");
        Object[] arguments = {changing, "before"};
        host.putMdc("user", "before");
        host.info("{} {}", arguments);
        changing.append(" and after");
        arguments[1] = "after";
        host.info("{} {}", arguments);
        host.putMdc("user", "after");
        host.info("{}", changing);
        host.clearMdc();
        host.info("m");
        releaseSender();
        stopped();
        assertLines("before before before", "before before and after after", "after before and after", " m");
    }

    @Test
    void theMdcIsTheCallersOwn() throws Exception {
        host.configure(Settings.to(collector).pattern("%X{user} %m%n"));
        Thread other = new Thread(() -> {
            host.putMdc("user", "yan");
            host.info("theirs");
        });
        host.putMdc("user", "zoe");
        other.start();
        other.join();
        host.info("ours");
        stopped();
        assertLines("yan theirs", "zoe ours");
    }

    /** Lets the host log, and tells where in its code it did. */
    private StackTraceElement logHere() {
        AtomicReference<@Nullable StackTraceElement> place = new AtomicReference<>();
        host.logHere(() -> {
            place.set(new Throwable().getStackTrace()[1]);
            return "here";
        });
        return Objects.requireNonNull(place.get());
    }

    @Test
    void callerDataAreTakenIfAsked() {
        Settings where = Settings.to(collector).pattern("%C %M %F:%L%n");
        host.configure(where.with("includeCallerData", true));
        StackTraceElement here = logHere();
        stopped();
        assertLines(here.getClassName() + " " + here.getMethodName() + " " + here.getFileName() + ":"
                + here.getLineNumber());
    }

    @Test
    void callerDataAreWrittenByTheDefaultEncodingIfAsked_andNotElse() {
        host.configure(Settings.to(collector).with("includeCallerData", true));
        StackTraceElement here = logHere();
        stopped();
        Map<String, @Nullable Object> line = parsed(collector.lines().get(0));
        assertEquals(here.getFileName(), line.get("log.origin.file.name"));
        assertEquals((long) here.getLineNumber(), line.get("log.origin.file.line"));
        assertEquals(here.getMethodName(), line.get("log.origin.function"));
        host.stop();
        host.configure(Settings.to(collector));
        logHere();
        stopped();
        assertFalse(
                collector.lines().get(1).contains("log.origin"),
                collector.lines().get(1));
    }

    @Test
    void anArgumentThatLogsWhileItIsFormattedIsNoHarm() {
        host.configure(plain());
        Object logging = new Object() {
            @Override
            public String toString() {
                host.info("inner {}", 1);
                return "shown";
            }
        };
        host.info("outer {}", logging);
        host.info("next");
        PipelineStats stats = stopped();
        List<String> lines = new ArrayList<>(collector.lines());
        lines.remove("inner 1"); // the framework may refuse it before it reaches the appender
        assertEquals(List.of("outer shown", "next"), lines);
        assertEquals(0, stats.drops().total());
    }

    @Test
    void whatTheSenderThreadLogsDoesNotComeRound() {
        host.configure(plain());
        Hooks.onEncode(message -> host.info("encoding {}", message));
        host.info("a");
        host.info("b");
        PipelineStats stats = stopped();
        assertLines("a", "b");
        assertEquals(2, events(stats));
        assertEquals(2, stats.suppressed());
    }
}
