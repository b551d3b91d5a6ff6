package io.logferry.examples.boot;

import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. Any thread. */
@SpringBootApplication(proxyBeanMethods = false)
public class BookShop {
    private static final Logger LOG = LoggerFactory.getLogger(BookShop.class);

    /** Runs until it is told to exit. */
    public static void main(String[] args) {
        SpringApplication.run(BookShop.class, args);
    }

    @PreDestroy
    void close() {
        LOG.info("the shop closes");
    }
}
