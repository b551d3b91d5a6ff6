package io.logferry.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.Status;
import io.logferry.PipelineStats;
import io.logferry.contract.Await;
import io.logferry.contract.TestCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReloadTest {
    private static final Set<String> REACHED = ConcurrentHashMap.newKeySet();
    private static final int RELOADS = 20;

    @TempDir
    private Path spool = Path.of("");

    private final TestCollector collector = new TestCollector();
    private final LoggerContext context = Contexts.empty();

    /** Notes what reaches the appender. */
    public static final class Noting extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            REACHED.add(event.getFormattedMessage());
            return FilterReply.NEUTRAL;
        }
    }

    @BeforeEach
    void forget() {
        REACHED.clear();
    }

    @AfterEach
    void stopAll() {
        context.stop();
        collector.close();
    }

    private void configure(String elements) {
        Contexts.configure(
                context,
                Contexts.sink(collector) + "<encoder class='" + PatternLayoutEncoder.class.getName()
                        + "'><pattern>%m%n</pattern></encoder><spill><dir>" + spool + "</dir></spill><filter class='"
                        + Noting.class.getName() + "'/>" + elements);
        assertTrue(Contexts.ferry(context).isStarted(), Contexts.statuses(context, Status.ERROR)::toString);
    }

    private PipelineStats stats() {
        return Objects.requireNonNull(Contexts.ferry(context).stats());
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> isOwn(thread.getKey()))
                .map(thread -> thread.getKey().getName() + " at " + Arrays.toString(thread.getValue()))
                .toList();
    }

    private static boolean isOwn(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return thread.getName().startsWith("logferry")
                || (group != null && group.getName().equals("logferry"));
    }

    private List<String> openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.exists(descriptors)) {
            return List.of();
        }
        List<String> open = new ArrayList<>();
        for (String descriptor : Objects.requireNonNull(descriptors.toFile().list())) {
            try {
                open.add(Files.readSymbolicLink(descriptors.resolve(descriptor)).toString());
            } catch (NoSuchFileException closedMeanwhile) {
                // not open
            }
        }
        return open.stream().filter(file -> file.startsWith(spool.toString())).toList();
    }

    /** Logs on several threads while it reconfigures; then nothing may be missing, doubled or left over. */
    private void reloadUnderLoad(String... configurations) throws Exception {
        configure(configurations[0]);
        AtomicBoolean enough = new AtomicBoolean();
        List<Thread> loggers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String thread = "t" + i;
            loggers.add(new Thread(() -> {
                Logger logger = context.getLogger("load");
                for (int n = 0; !enough.get(); n++) {
                    logger.info("{}-{}", thread, n);
                }
            }));
        }
        loggers.forEach(Thread::start);
        for (int i = 1; i <= RELOADS; i++) {
            int before = REACHED.size();
            Await.until(() -> REACHED.size() > before + 500, () -> "nothing is logged any more");
            context.reset();
            configure(configurations[i % configurations.length]);
        }
        enough.set(true);
        for (Thread logger : loggers) {
            logger.join();
        }
        context.stop();
        Set<String> arrived = ConcurrentHashMap.newKeySet();
        List<String> lines = collector.lines();
        arrived.addAll(lines);
        assertEquals(arrived.size(), lines.size(), "doubled");
        assertEquals(REACHED.size(), arrived.size());
        assertEquals(REACHED, arrived);
        assertEquals(List.of(), Contexts.statuses(context, Status.ERROR));
        Await.until(() -> ownThreads().isEmpty(), () -> "left: " + ownThreads());
        assertEquals(List.of(), openFiles());
    }

    private static final String BLOCK = "<whenFull>block</whenFull><blockTimeoutMillis>20000</blockTimeoutMillis>";

    @Test
    void reloadingTheSameConfigurationUnderLoadLosesNothing_andKeepsThePipeline() throws Exception {
        reloadUnderLoad(BLOCK);
        assertEquals(1, collector.streamCount());
        assertEquals(1, collector.endCount());
    }

    @Test
    void reloadingAnotherConfigurationUnderLoadLosesNothing() throws Exception {
        reloadUnderLoad(BLOCK, BLOCK + "<batch><lingerMillis>10</lingerMillis></batch>");
    }

    @Test
    void afterAReloadTheNewEncoderIsUsed() {
        configure("");
        context.getLogger("x").info("old");
        Await.until(() -> collector.lines().size() == 1, () -> "not delivered");
        context.reset();
        Contexts.configure(
                context,
                Contexts.sink(collector) + "<encoder class='" + PatternLayoutEncoder.class.getName()
                        + "'><pattern>[%m]%n</pattern></encoder><spill><dir>" + spool + "</dir></spill>");
        context.getLogger("x").info("new");
        context.stop();
        assertEquals(List.of("old", "[new]"), collector.lines());
        assertEquals(1, collector.endCount());
    }

    @Test
    void anAppenderThatIsNotConfiguredAgainIsDrainedAndStopped() {
        configure("");
        LogferryAppender appender = Contexts.ferry(context);
        context.getLogger("x").info("last");
        context.reset();
        assertFalse(appender.isStarted());
        Await.until(() -> Objects.requireNonNull(appender.stats()).settled(), () -> "still running");
        assertEquals(List.of("last"), collector.lines());
        Await.until(() -> ownThreads().isEmpty(), () -> "left: " + ownThreads());
    }

    @Test
    void anEventThatReachesTheOldAppenderDuringTheReloadIsDelivered() {
        configure("");
        LogferryAppender old = Contexts.ferry(context);
        context.reset();
        old.doAppend(new ch.qos.logback.classic.spi.LoggingEvent(
                "x", context.getLogger("x"), ch.qos.logback.classic.Level.INFO, "late", null, new Object[0]));
        configure("");
        assertNotEquals(old, Contexts.ferry(context));
        context.stop();
        assertEquals(List.of("late"), collector.lines());
    }

    @Test
    void whenTheContextStopsEverythingIsDrainedAtOnce() {
        configure("");
        LogferryAppender appender = Contexts.ferry(context);
        context.getLogger("x").info("last");
        context.stop();
        PipelineStats stats = Objects.requireNonNull(appender.stats());
        assertTrue(stats.settled());
        assertEquals(0, stats.difference());
        assertEquals(List.of("last"), collector.lines());
        Await.until(() -> ownThreads().isEmpty(), () -> "left: " + ownThreads());
    }

    @Test
    void startStopStartOfTheContext_asSpringBootDoesIt_losesNothing() {
        configure("");
        context.getLogger("x").info("while Logback configured itself");
        context.stop();
        context.reset();
        context.start();
        configure("");
        context.getLogger("x").info("afterwards");
        assertFalse(stats().settled());
        context.stop();
        assertEquals(List.of("while Logback configured itself", "afterwards"), collector.lines());
    }

    @Test
    void theSameAppenderObjectMayBeStartedAgainWithinAReset() {
        configure("");
        LogferryAppender appender = Contexts.ferry(context);
        context.reset();
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        assertSame(appender, Contexts.ferry(context));
        context.getLogger("x").info("again");
        context.stop();
        assertEquals(List.of("again"), collector.lines());
        assertEquals(1, collector.endCount());
    }
}
