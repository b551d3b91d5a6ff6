package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.PipelineStats;
import io.logferry.frame.DropReason;
import io.logferry.frame.Level;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How an appender starts, stops, and is forgotten. */
abstract class LifeContract extends ContractFixture {
    LifeContract(Host host) {
        super(host);
    }

    @Test
    void afterStopEventsAreCountedAsLost_andStartBeginsAnew() {
        host.configure(plain());
        host.info("before");
        stopped();
        host.info("between");
        assertEquals(1, host.stats().drops().of(DropReason.SHUTDOWN, Level.INFO));
        assertEquals(0, host.stats().difference());
        host.startAppender();
        host.info("after");
        PipelineStats stats = stopped();
        assertLines("before", "after");
        assertEquals(0, stats.drops().total());
    }

    @Test
    void stopDeliversWhatWasAccepted() {
        host.configure(plain().with("batch.lingerMillis", 60_000));
        holdSender();
        List<String> numbers =
                IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
        numbers.forEach(number -> host.info(number));
        releaseSender();
        PipelineStats stats = stopped();
        assertEquals(numbers, collector.lines());
        assertEquals(1_000, stats.acked() - stats.markers());
        assertEquals(1, collector.endCount());
    }

    @Test
    void eventsThatRaceTheStopAreDeliveredOrCounted() throws Exception {
        for (int round = 0; round < 5; round++) {
            host.configure(plain());
            int before = collector.lines().size();
            Set<String> logged = ConcurrentHashMap.newKeySet();
            AtomicBoolean enough = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String name = round + "-" + i;
                threads.add(new Thread(() -> {
                    for (int n = 0; !enough.get(); n++) {
                        host.info("{}-{}", name, n);
                        logged.add(name + "-" + n);
                    }
                }));
            }
            threads.forEach(Thread::start);
            Await.until(() -> logged.size() > 1_000, () -> "nothing is logged");
            host.stopAppender();
            int atStop = logged.size();
            Await.until(() -> logged.size() > atStop + 100, () -> "nothing is logged any more");
            enough.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            PipelineStats stats = stopped();
            List<String> arrived =
                    collector.lines().subList(before, collector.lines().size());
            assertEquals(logged.size(), events(stats), stats::toString);
            assertEquals(logged.size(), arrived.size() + stats.drops().total(), stats::toString);
            assertTrue(stats.drops().of(DropReason.SHUTDOWN) >= 100, stats::toString);
            assertEquals(arrived.size(), new HashSet<>(arrived).size(), "doubled");
            assertTrue(logged.containsAll(arrived));
            host.stop();
        }
    }

    @Test
    void whenTheFrameworkStopsEverythingIsDeliveredAndNoThreadIsLeft() {
        host.configure(plain());
        host.info("last");
        host.stop();
        assertLines("last");
        PipelineStats stats = host.stats();
        assertTrue(stats.settled());
        assertEquals(0, stats.difference());
        assertEquals(1, collector.endCount());
        awaitNoOwnThreads();
    }

    @Test
    void theFrameworkMayBeStoppedAndStartedAgain() {
        host.configure(plain());
        host.info("first");
        host.stop();
        host.info("between");
        host.configure(plain());
        host.info("second");
        host.stop();
        host.stop();
        assertLines("first", "second");
    }

    @Test
    void anAppenderThatIsNotConfiguredAgainIsNotKept() {
        host.configure(plain());
        host.info("a");
        WeakReference<Object> former = new WeakReference<>(host.appender());
        host.configureNothing();
        host.info("goes nowhere"); // frameworks may keep their list of appenders until they look at it again
        Await.until(
                () -> {
                    System.gc();
                    return former.refersTo(null);
                },
                () -> "still reachable");
    }

    @Test
    void aFilterDecides_andWhatItThrowsDoesNotReachTheApplication() {
        host.configure(plain());
        Hooks.onFilter(message -> {
            if (message.equals("throw")) {
                throw new IllegalStateException("thrown by the test's filter");
            }
            return !message.equals("deny");
        });
        for (String message : List.of("a", "deny", "throw", "b")) {
            host.info(message);
        }
        stopped();
        assertLines("a", "b");
    }

    @Test
    void anEncodingThatThrowsCostsOnlyThatEvent() {
        host.configure(plain());
        Hooks.onEncode(message -> {
            switch (message) {
                case "exception" -> throw new IllegalStateException("thrown by the test's encoding");
                case "error" -> throw new NoClassDefFoundError("org/example/Missing");
                default -> {}
            }
        });
        for (String message : List.of("a", "exception", "b", "error", "c")) {
            host.log(Call.at(Level.WARN, message));
        }
        PipelineStats stats = stopped();
        assertLines("a", "b", "c");
        assertEquals(2, stats.drops().of(DropReason.ENCODE_FAILED, Level.WARN));
        assertEquals(2, stats.drops().total());
    }

    @Test
    void aStatusListenerThatThrowsOnOurThreadsCostsNoEvent() {
        Thread configuring = Thread.currentThread();
        AtomicInteger thrown = new AtomicInteger();
        host.configure(plain());
        host.onStatus(() -> {
            if (Thread.currentThread() != configuring) {
                thrown.incrementAndGet();
                throw new NoClassDefFoundError("org/example/Missing");
            }
        });
        Hooks.onEncode(message -> {
            if (message.equals("break")) {
                throw new IllegalStateException("thrown by the test's encoding");
            }
        });
        host.info("a");
        host.info("break"); // is dropped, which is told
        Await.until(() -> thrown.get() > 0, () -> "nothing was told");
        host.info("b");
        stopped();
        assertLines("a", "b");
    }
}
