package io.logferry.examples.log4j2;

import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.message.StringMapMessage;

/** An application: it knows Log4j, and nothing of where its logs go. One thread. */
final class Shop {
    private static final Logger LOG = LogManager.getLogger();
    private static final Marker PAYMENT = MarkerManager.getMarker("PAYMENT");
    private static final int SHELF = 100;

    private int logged;

    /** Sells to so many customers; returns how many events were logged. */
    int serve(int customers) {
        for (int customer = 1; customer <= customers; customer++) {
            try (var context = CloseableThreadContext.put("customer", "c-" + customer)) {
                context.put("till", "till-" + customer % 3);
                sell(customer, 1 + customer % 7);
            }
        }
        return logged;
    }

    private void sell(int customer, int pieces) {
        LOG.info("customer {} wants {} pieces", customer, pieces);
        logged++;
        if (customer % SHELF == 0) {
            LOG.error("customer {} got nothing", customer, new IllegalStateException("the shelf is empty"));
        } else {
            LOG.info(
                    PAYMENT,
                    new StringMapMessage()
                            .with("event", "paid")
                            .with("pieces", pieces)
                            .with("cents", 199 * pieces));
        }
        logged++;
    }
}
