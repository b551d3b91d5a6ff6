package io.logferry.contract;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** The test's class path without one jar, in a class loader of its own. One thread. */
public final class WithoutJar implements AutoCloseable {
    private final URLClassLoader application;

    /** Takes the class path as it is, but for entries that contain this. */
    public WithoutJar(String artifact) throws IOException {
        application = loader(entry -> !entry.contains(artifact));
    }

    /** Loads from the test's class path, independently of everybody else, what these entries hold. */
    static URLClassLoader loader(Predicate<String> entries) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entries.test(entry)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
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
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(application); // frameworks look for their parts there
        try {
            return (List<String>) Objects.requireNonNull(inside.invoke(null, argument));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws IOException {
        application.close();
    }
}
