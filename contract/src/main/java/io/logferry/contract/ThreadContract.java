package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.logferry.PipelineStats;
import io.logferry.frame.DropReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Threads of every kind log. */
abstract class ThreadContract extends ContractFixture {
    ThreadContract(Host host) {
        super(host);
    }

    @Test
    void anInterruptedThreadKeepsItsFlag_andItsEventIsTaken() {
        host.configure(patient());
        Thread.currentThread().interrupt();
        host.info("interrupted");
        assertTrue(Thread.interrupted());
        stopped();
        assertLines("interrupted");
    }

    @Test
    void aThreadThatIsInterruptedWhileItWaitsForRoomGoesOnAtOnce_andKeepsItsFlag() {
        host.configure(patient().with("ringCapacity", 16));
        holdSender();
        AtomicBoolean flagKept = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            IntStream.range(0, 100).forEach(i -> host.info("event {}", i));
            flagKept.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        Await.until(() -> caller.getState() == Thread.State.TIMED_WAITING, () -> "it does not wait for room");
        caller.interrupt();
        Await.until(() -> !caller.isAlive(), () -> "it still waits");
        assertTrue(flagKept.get());
        releaseSender();
        PipelineStats stats = stopped();
        long lost = stats.drops().of(DropReason.RING_FULL);
        assertTrue(lost > 0, stats::toString);
        assertEquals(100 - lost, collector.lines().size());
    }

    @Test
    void manyThreadsLogAtOnce_theOrderOfEachIsKept() throws Exception {
        host.configure(patient().with("ringCapacity", 64));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(logging(i, 1_000));
            thread.start();
            threads.add(thread);
        }
        assertAllArriveInOrder(threads, 1_000);
    }

    @Test
    void virtualThreadsLogAsOthersDo() throws Exception {
        host.configure(patient().with("ringCapacity", 64));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            threads.add(startedVirtually(logging(i, 50)));
        }
        assertAllArriveInOrder(threads, 50);
    }

    private Runnable logging(int thread, int count) {
        return () -> {
            for (int n = 0; n < count; n++) {
                host.info("{}-{}", thread, n);
            }
        };
    }

    private void assertAllArriveInOrder(List<Thread> threads, int count) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        PipelineStats stats = stopped();
        assertEquals(0, stats.drops().total());
        Map<String, Integer> nextOf = new HashMap<>();
        for (String line : collector.lines()) {
            String thread = line.substring(0, line.indexOf('-'));
            int next = nextOf.merge(thread, 1, Integer::sum) - 1;
            assertEquals(thread + "-" + next, line);
        }
        assertEquals(threads.size(), nextOf.size());
        nextOf.forEach((thread, next) -> assertEquals(count, next, thread));
    }

    private static Thread startedVirtually(Runnable body) throws ReflectiveOperationException {
        try {
            return (Thread) Objects.requireNonNull(
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body));
        } catch (NoSuchMethodException older) {
            return abort("virtual threads need JDK 21");
        }
    }
}
