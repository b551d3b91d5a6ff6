package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application, with the framework and the appender in a class loader of its own, comes and goes; the JVM stays. */
abstract class RedeployContract extends ContractFixture {
    private static final int DEPLOYMENTS = Math.max(2, Integer.getInteger("logferry.reloads", 100) / 20);
    private static final int THREADS = 3;
    private static final int EVENTS = 100;
    /** Of the test's own: sockets of its collector, jars that are opened late. */
    private static final int OTHER_FILES = 5;

    @TempDir
    private Path dir = Path.of("");

    /** The web container's, which go on when an application goes. */
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    RedeployContract(Host host) {
        super(host);
    }

    @AfterEach
    final void stopThreads() throws InterruptedException {
        threads.shutdownNow();
        assertEquals(true, threads.awaitTermination(20, TimeUnit.SECONDS));
    }

    private WeakReference<ClassLoader> deploy(int deployment, Settings settings) throws Exception {
        Path file = dir.resolve("logging.xml");
        ConfigurationFile.write(file, host.file(settings));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = WithoutJar.loader(entry -> true)) {
            thread.setContextClassLoader(loader);
            run(loader, deployment, file);
            return new WeakReference<>(loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Settings kafka(String endpoint, Settings settings) {
        return settings.without("tcpSink.endpoints")
                .with("kafkaSink.topic", "shop")
                .with("kafkaSink.bootstrapServers", endpoint);
    }

    @SuppressWarnings("unchecked")
    private void run(ClassLoader loader, int deployment, Path file) throws Exception {
        var constructor = loader.loadClass(host.application().getName()).getDeclaredConstructor(String.class);
        constructor.setAccessible(true);
        Object application = constructor.newInstance(file.toString());
        List<Future<?>> requests = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int request = i;
            requests.add(threads.submit(() -> {
                Thread.currentThread().setContextClassLoader(loader);
                for (int n = 0; n < EVENTS; n++) {
                    ((Consumer<String>) application).accept(deployment + "-" + request + "-" + n);
                }
                Thread.currentThread().setContextClassLoader(null);
            }));
        }
        for (Future<?> request : requests) {
            request.get();
        }
        ((AutoCloseable) application).close();
    }

    @Test
    void itsClassesAreForgotten_andNothingIsLeft() throws Exception {
        Settings settings = patient().with("source", "shop").with("spill.dir", dir.resolve("spool"));
        String downEndpoint = downEndpoint();
        Settings down = settings.with("tcpSink.endpoints", downEndpoint);
        List<Settings> turns = List.of(settings, down, settings.with("compression", "zstd"));
        List<WeakReference<ClassLoader>> gone = new ArrayList<>(List.of(deploy(0, settings)));
        int filesBefore = OpenFiles.all().size();
        gone.add(deploy(1, kafka(downEndpoint, settings)));
        for (int i = 2; i <= DEPLOYMENTS; i++) {
            gone.add(deploy(i, turns.get(i % turns.size())));
        }
        awaitNoOwnThreads();
        haveTheJdkForget();
        Await.until(
                () -> {
                    System.gc();
                    return gone.stream().allMatch(loader -> loader.refersTo(null));
                },
                () -> "class loaders left: "
                        + gone.stream().filter(loader -> !loader.refersTo(null)).count() + " of " + gone.size());
        Await.until(() -> OpenFiles.all().size() <= filesBefore + OTHER_FILES, () -> "open: " + OpenFiles.all());
        assertEquals(List.of(), OpenFiles.in(dir));
        List<String> properties = System.getProperties().keySet().stream()
                .map(Object::toString)
                .filter(key -> key.startsWith("io.logferry"))
                .toList();
        assertEquals(List.of(), properties);
        assertTrue(ownThreadGroups() <= 1);
    }

    /** Of a class of the application's. */
    private record Component(@Nullable RedeployContract test) {}

    /** Run inside. */
    @SuppressWarnings("unused") // by its name
    private static String linked() {
        Component one = new Component(null);
        return one.equals(new Component(null)) + " " + one.hashCode() + one;
    }

    /**
     * The JDK keeps the component types of the record, anybody's, whose methods were the last to be linked: these are
     * those of another class loader then.
     */
    private static void haveTheJdkForget() throws Exception {
        try (URLClassLoader other = WithoutJar.loader(entry -> true)) {
            var linked = other.loadClass(RedeployContract.class.getName()).getDeclaredMethod("linked");
            linked.setAccessible(true);
            assertNotNull(linked.invoke(null));
        }
    }

    private static long ownThreadGroups() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        ThreadGroup[] groups = new ThreadGroup[1_000];
        int count = root.enumerate(groups);
        return Arrays.stream(groups, 0, count)
                .filter(group -> group.getName().equals("logferry"))
                .count();
    }
}
