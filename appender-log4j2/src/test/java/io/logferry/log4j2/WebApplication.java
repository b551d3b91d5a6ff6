package io.logferry.log4j2;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.spi.LoggerContext;

/** Uses Log4j as most applications do. Any thread, once made. */
final class WebApplication implements Consumer<String>, AutoCloseable {
    /** Else Log4j finds that out from the servlet API: it leaves no thread-locals then, and no exit hook. */
    private static final String IS_WEB_APPLICATION = "log4j2.is.webapp";

    private final LoggerContext context;

    WebApplication(String configuration) {
        System.setProperty(IS_WEB_APPLICATION, "true");
        context = LogManager.getContext(
                WebApplication.class.getClassLoader(),
                false,
                Path.of(configuration).toUri());
    }

    @Override
    public void accept(String message) {
        ThreadContext.put("request", "7");
        LogManager.getLogger(WebApplication.class).info("{}", message);
        ThreadContext.clearAll();
    }

    @Override
    public void close() {
        LogManager.shutdown(context);
        System.clearProperty(IS_WEB_APPLICATION);
    }
}
