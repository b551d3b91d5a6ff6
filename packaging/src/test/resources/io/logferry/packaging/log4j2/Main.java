package shop;

import io.logferry.log4j2.LogferryAppender;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;

final class Main {
    private Main() {}

    public static void main(String[] args) {
        Logger log = LogManager.getLogger("shop");
        for (int i = 0; i < 100; i++) {
            log.info("order {}", i);
        }
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        LogferryAppender appender = context.getConfiguration().getAppender("FERRY");
        System.out.println("accepted=" + appender.stats().accepted());
        System.out.println("in " + appender.getClass().getModule().getName());
    }
}
