package io.logferry.logback;

import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Uses Logback as most applications do. Any thread, once made. */
final class WebApplication implements Consumer<String>, AutoCloseable {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    WebApplication(String configuration) {
        context.reset();
        Contexts.configure(context, Path.of(configuration));
    }

    @Override
    public void accept(String message) {
        MDC.put("request", "7");
        LoggerFactory.getLogger(WebApplication.class).info("{}", message);
        MDC.clear();
    }

    @Override
    public void close() {
        context.stop();
    }
}
