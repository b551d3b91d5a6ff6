package io.logferry.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.contract.TestCollector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** Each adapter in a real OSGi framework, where a bundle sees only what it imports, without any of the optional libraries. */
class OsgiIT {
    /** How bundles find each other's services. */
    private static final List<String> SPI_FLY = List.of(
            "asm", "asm-commons", "asm-tree", "asm-analysis", "asm-util", "org.apache.aries.spifly.dynamic.bundle");

    private final TestCollector collector = new TestCollector();

    @TempDir
    private Path dir = Path.of("");

    private @Nullable Framework framework;

    @AfterEach
    void stop() throws Exception {
        collector.close();
        if (framework != null) {
            framework.stop();
            framework.waitForStop(0);
        }
    }

    /** Starts all of them, the last one being the application, and returns that. */
    private Bundle started(List<String> artifacts, Path application) throws BundleException {
        Map<String, String> options = Map.of(
                Constants.FRAMEWORK_STORAGE,
                dir.resolve("bundles").toString(),
                "felix.bootdelegation.implicit", // else bundles may see the test's class path
                "false");
        framework = new FrameworkFactory().newFramework(options);
        framework.start();
        List<Bundle> bundles = new ArrayList<>();
        List<Path> jars = Stream.of(Jars.of(SPI_FLY), Jars.of(artifacts), List.of(application))
                .flatMap(List::stream)
                .toList();
        for (Path jar : jars) {
            bundles.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }
        return bundles.get(bundles.size() - 1);
    }

    private Path application(String name, List<String> artifacts, String imports) throws IOException {
        Application compiled = new Application(name, false, Jars.of(artifacts), dir);
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "shop");
        headers.putValue(Constants.IMPORT_PACKAGE, imports);
        Path jar = dir.resolve("shop.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new ZipEntry("shop/Main.class"));
            entries.write(Files.readAllBytes(compiled.classes().resolve("shop/Main.class")));
        }
        return jar;
    }

    private void assertShips(Bundle application) throws ReflectiveOperationException {
        Object stats = application
                .loadClass("shop.Main")
                .getMethod("run", String.class)
                .invoke(null, collector.endpoint());
        assertTrue(stats.toString().contains("drops={}"), stats::toString);
        assertEquals(100, collector.lines().size(), stats::toString);
    }

    @Test
    void theLogbackAppenderIsABundle() throws Exception {
        String imports = "ch.qos.logback.classic,ch.qos.logback.core,ch.qos.logback.core.spi,io.logferry,"
                + "io.logferry.logback,org.slf4j";
        assertShips(started(Jars.LOGBACK, application("osgi-logback", Jars.LOGBACK, imports)));
    }

    @Test
    void theLog4j2AppenderIsABundle() throws Exception {
        String imports = "io.logferry,io.logferry.log4j2,org.apache.logging.log4j,org.apache.logging.log4j.core,"
                + "org.apache.logging.log4j.core.config,org.apache.logging.log4j.core.config.xml,"
                + "org.apache.logging.log4j.spi";
        assertShips(started(Jars.LOG4J2, application("osgi-log4j2", Jars.LOG4J2, imports)));
    }
}
