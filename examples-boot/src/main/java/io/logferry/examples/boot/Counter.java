package io.logferry.examples.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where books are sold. Any thread. */
@RestController
public class Counter {
    private static final Logger LOG = LoggerFactory.getLogger(Counter.class);

    /** Sells so many copies of a book. */
    @GetMapping("/buy/{book}/{copies}")
    public String buy(@PathVariable("book") String book, @PathVariable("copies") int copies) {
        LOG.debug("{} copies of {} wanted", copies, book);
        if (copies % 10 == 0) {
            LOG.warn("not {} of {} again", copies, book, new IllegalStateException("the shelf is empty"));
            return "sorry";
        }
        LOG.atInfo().addKeyValue("book", book).addKeyValue("copies", copies).log("sold");
        return "thanks";
    }

    /** Takes a list of prices, a line for each book, as it arrives. */
    @PostMapping("/prices")
    public String prices(Reader body) throws IOException {
        BufferedReader lines = new BufferedReader(body);
        int count = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            count++;
            LOG.info("price {}: {}", count, line);
        }
        LOG.info("{} prices", count);
        return count + " prices";
    }
}
