package io.logferry.examples.boot;

import io.logferry.contract.jvm.Events;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example as its users start it: a jar of jars. */
final class RunnableJarIT {
    @TempDir
    Path dir;

    @Test
    void storesAllThatItPrints() throws Exception {
        try (Store store = new Store(dir.resolve("stored")).open();
                Shop shop = Shop.openJar(
                        Path.of("target", "book-shop.jar"),
                        dir,
                        "--spring.profiles.active=prod",
                        "--logs.collectors=" + store.endpoint(),
                        "--logs.spill-dir=" + dir.resolve("spill"))) {
            shop.buy(10);
            shop.jvm.terminate();
            shop.awaitEnd();
            Events.assertSame(shop.events(), store.events());
        }
    }
}
