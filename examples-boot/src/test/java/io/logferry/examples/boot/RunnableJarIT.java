package io.logferry.examples.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.logferry.contract.jvm.Events;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example as its users start it: a jar of jars. */
final class RunnableJarIT {
    @TempDir
    Path dir;

    @Test
    void whatItPrintsWithoutACollectorIsStoredByTheNextStart() throws Exception {
        try (Store store = new Store(dir)) {
            List<String> printed = new ArrayList<>(run(store));
            store.openTls();
            printed.addAll(run(store));
            Events.assertSame(printed, store.events());
            assertEquals(1, store.streamCount());
        }
    }

    /** From its start to the end that SIGTERM brings; what it printed. */
    private List<String> run(Store store) throws Exception {
        try (Shop shop = Shop.openJar(
                Path.of("target", "book-shop.jar"),
                dir,
                "--spring.profiles.active=prod",
                "--logs.collectors=" + store.endpoint(),
                "--logs.trust-file=" + store.trustFile,
                "--logs.spill-dir=" + dir.resolve("spill"))) {
            shop.buy(10);
            assertEquals(1, shop.metric("logferry_pipelines"));
            shop.jvm.terminate();
            shop.awaitEnd();
            return shop.events();
        }
    }
}
