package io.logferry.contract;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The test's class path without Kafka's client, in a class loader of its own. One thread. */
public final class WithoutKafka implements AutoCloseable {
    private final URLClassLoader application;

    /** Takes the class path as it is. */
    public WithoutKafka() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("kafka-clients")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        application = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /**
     * Calls a static method of a test, inside.
     *
     * @param method takes a String and returns a list of them
     */
    @SuppressWarnings("unchecked")
    public List<String> call(Class<?> type, String method, String argument) throws ReflectiveOperationException {
        var inside = application.loadClass(type.getName()).getDeclaredMethod(method, String.class);
        inside.setAccessible(true);
        return (List<String>) Objects.requireNonNull(inside.invoke(null, argument));
    }

    @Override
    public void close() throws IOException {
        application.close();
    }
}
