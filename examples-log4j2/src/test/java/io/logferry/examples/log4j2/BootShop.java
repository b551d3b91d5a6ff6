package io.logferry.examples.log4j2;

import org.apache.logging.log4j.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A web application of Spring Boot's, in a JVM of its own. Any thread. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class BootShop implements DisposableBean {
    private static final Logger SLF4J = LoggerFactory.getLogger("shop.slf4j");
    private static final org.apache.logging.log4j.Logger LOG4J = LogManager.getLogger("shop.log4j");

    /** Runs until it is told to exit. */
    public static void main(String[] args) {
        SpringApplication.run(BootShop.class, args);
    }

    /** Logs through both, and answers with nothing to speak of. */
    @GetMapping("/buy/{pieces}")
    public String buy(@PathVariable("pieces") int pieces) {
        MDC.put("request", "r" + pieces);
        SLF4J.info("{} pieces wanted", pieces);
        if (pieces % 10 == 0) {
            LOG4J.warn("not {} again", pieces, new IllegalStateException("the shelf is empty"));
        } else {
            LOG4J.info("{} pieces sold", pieces);
        }
        MDC.remove("request");
        return "thanks";
    }

    @Override
    public void destroy() {
        LOG4J.info("the shop closes");
    }
}
