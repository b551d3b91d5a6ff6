package io.logferry.examples.boot;

import ch.qos.logback.classic.LoggerContext;
import io.logferry.contract.Await;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application three times in one JVM, as a developer's tools and tests do. One thread. */
final class Restarts {
    private static final Logger LOG = LoggerFactory.getLogger(Restarts.class);

    private Restarts() {}

    /** Twice as Logback was found configured, at last with the example's own configuration. */
    public static void main(String[] args) {
        LOG.info("before Spring");
        for (String config : List.of("", "", "--logging.config=classpath:logback-spring.xml")) {
            String[] all = Stream.concat(Stream.of(args), Stream.of(config)).toArray(String[]::new);
            try (ConfigurableApplicationContext context = SpringApplication.run(BookShop.class, all)) {
                LOG.info("{} runs", context.getApplicationName());
            }
            LOG.info("after Spring");
        }
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
        Await.until(() -> threads().isEmpty(), () -> "left: " + threads()); // the last closes the connection
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("logferry"))
                .toList();
    }
}
