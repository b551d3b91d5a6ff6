package shop;

import ch.qos.logback.classic.LoggerContext;
import io.logferry.logback.LogferryAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class Main {
    private Main() {}

    public static void main(String[] args) {
        Logger log = LoggerFactory.getLogger("shop");
        for (int i = 0; i < 100; i++) {
            log.info("order {}", i);
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LogferryAppender appender =
                (LogferryAppender) context.getLogger("ROOT").getAppender("FERRY");
        System.out.println("accepted=" + appender.stats().accepted());
        System.out.println("in " + appender.getClass().getModule().getName());
    }
}
