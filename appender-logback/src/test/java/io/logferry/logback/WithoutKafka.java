package io.logferry.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The test's class path without Kafka's client, in a class loader of its own. */
final class WithoutKafka implements AutoCloseable {
    private final URLClassLoader application;

    WithoutKafka() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("kafka-clients")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        application = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** What an appender with these elements tells as ERROR. */
    @SuppressWarnings("unchecked")
    List<String> errors(String elements) throws ReflectiveOperationException {
        var inside = application.loadClass(WithoutKafka.class.getName()).getDeclaredMethod("configure", String.class);
        inside.setAccessible(true);
        return (List<String>) inside.invoke(null, elements);
    }

    static List<String> configure(String elements) {
        LoggerContext context = Contexts.with(elements);
        List<String> errors = Contexts.statuses(context, Status.ERROR);
        context.stop();
        return errors;
    }

    @Override
    public void close() throws IOException {
        application.close();
    }
}
