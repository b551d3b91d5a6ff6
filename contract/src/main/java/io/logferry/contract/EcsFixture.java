package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of the default encoding, from a shop whose only thread is till-1. One thread. */
abstract class EcsFixture extends ContractFixture {
    private static final Pattern TIME = Pattern.compile(
            "^\\{\"@timestamp\":\"(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{9}Z)\",\"log.level\":\"");
    /** What follows the message of every event here. */
    static final String FROM_SHOP =
            "\",\"ecs.version\":\"8.11\",\"service.name\":\"shop\",\"log.logger\":\"com.acme.Shop\","
                    + "\"process.thread.name\":\"till-1\"";

    EcsFixture(Host host) {
        super(host);
    }

    final Settings shop() {
        return Settings.to(collector).with("source", "shop");
    }

    /** What these calls give, made by one thread whose name is till-1; each line without its time. */
    final List<String> lines(Runnable calls) throws InterruptedException {
        Thread till = new Thread(calls, "till-1");
        Instant before = Instant.now();
        till.start();
        till.join();
        Instant after = Instant.now();
        stopped();
        return collector.lines().stream()
                .map(line -> withoutTime(line, before, after))
                .toList();
    }

    private static String withoutTime(String line, Instant before, Instant after) {
        Matcher matcher = TIME.matcher(line);
        assertTrue(matcher.find(), line);
        Instant time = Instant.parse(matcher.group(1));
        assertFalse(time.isBefore(before) || time.isAfter(after), () -> before + " <= " + time + " <= " + after);
        return line.substring(matcher.end());
    }

    /** Asserts that this call gives this line, of which the beginning and the end are told. */
    final void assertLine(String levelAndMessage, String end, Call call) throws InterruptedException {
        host.configure(shop());
        assertEquals(List.of(levelAndMessage + FROM_SHOP + end + "}"), lines(() -> host.log(call)));
    }
}
