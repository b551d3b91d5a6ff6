package io.logferry.collector;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.function.Executable;

/** Keeps all storage threads of a collector busy: what is sent meanwhile queues up. */
final class HeldStorage {
    private HeldStorage() {}

    static void during(Collector collector, Executable body) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        int threads = StorageThreads.COUNT;
        CountDownLatch held = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            collector.storageThreads().ready(group -> {
                held.countDown();
                await(release);
            });
        }
        held.await();
        try {
            body.execute();
        } catch (Throwable failed) {
            throw new AssertionError(failed);
        } finally {
            release.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
