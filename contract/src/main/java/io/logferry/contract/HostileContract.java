package io.logferry.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.logferry.PipelineStats;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Input that nobody wants to have. What frameworks make of it differs; that it arrives, as one line of JSON, does not. */
abstract class HostileContract extends ContractFixture {
    private static final String HOSTILE =
            "a\r\nb\u0000\u0007\u001b[31m\u007f\u0085\u2028\u2029 \ud800 \udc00\ud800 \ufffe ${jndi:ldap://x/a} %m {} \"\\";

    HostileContract(Host host) {
        super(host);
    }

    /** Each call, and a good one behind it, gives a line; the messages of the lines are returned, without the good ones. */
    private List<String> messages(Call... calls) {
        host.configure(Settings.to(collector));
        for (Call call : calls) {
            host.log(call);
            host.info("good");
        }
        PipelineStats stats = stopped();
        assertEquals(0, stats.drops().total(), stats::toString);
        List<String> lines = collector.lines();
        assertEquals(2 * calls.length, lines.size(), lines::toString);
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            assertTrue(lines.get(i).chars().allMatch(c -> c >= ' ' && c != '\u0085' && c != '\u2028' && c != '\u2029'));
            Map<String, @Nullable Object> line = parsed(lines.get(i));
            if (i % 2 == 0) {
                messages.add(String.valueOf(line.get("message")));
            } else {
                assertEquals("good", line.get("message"));
            }
        }
        return messages;
    }

    private static Map<String, @Nullable Object> parsed(String line) {
        return Json.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    private static Object shownAs(Throwable thrown) {
        return new Object() {
            @Override
            public String toString() {
                return HostileContract.<RuntimeException>thrower(thrown);
            }
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> String thrower(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void hostileTextStaysTextEverywhere() {
        host.putMdc(HOSTILE, HOSTILE);
        String expected = HOSTILE.replace("\ud800 \udc00\ud800", "\ufffd \ufffd\ufffd");
        Call call = Call.info(HOSTILE)
                .by(HOSTILE)
                .thrown(new RuntimeException(HOSTILE))
                .tagged(HOSTILE);
        assertEquals(List.of(expected, "x" + expected), messages(call, Call.info("x{}", HOSTILE)));
        Map<String, @Nullable Object> line = parsed(collector.lines().get(0));
        assertEquals(expected, line.get("log.logger"));
        assertEquals(List.of(expected), line.get("tags"));
        assertEquals(expected, line.get("error.message"));
        assertTrue(String.valueOf(line.get("error.stack_trace")).startsWith("java.lang.RuntimeException: " + expected));
        String key = expected.replace('.', '_').replace('*', '_').replace('\\', '_');
        assertEquals(expected, Json.map(line.get("labels")).get(key));
    }

    @Test
    void nullsArrive() {
        List<String> messages = messages(
                Call.info(null),
                Call.info(null, 1),
                Call.info("{}", (Object) null),
                Call.info(null).thrown(new RuntimeException((String) null)));
        assertEquals("null", messages.get(2));
        assertEquals(
                "java.lang.RuntimeException", parsed(collector.lines().get(6)).get("error.type"));
    }

    @Test
    void anArgumentThatCannotBeShownCostsOnlyItself() {
        for (String message : messages(
                Call.info("{} and {}", shownAs(new IllegalStateException("thrown by the test")), "more"),
                Call.info("{} and {}", shownAs(new StackOverflowError("thrown by the test")), "more"),
                Call.info("{} and {}", shownAs(new NoClassDefFoundError("org/example/Missing")), "more"))) {
            assertTrue(message.endsWith(" and more"), message);
        }
    }

    @Test
    void collectionsThatContainThemselvesArrive() {
        List<Object> list = new ArrayList<>(List.of("in"));
        list.add(list);
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);
        Object[] array = {"in", null};
        array[1] = array;
        for (String message : messages(
                Call.info("{} and {}", list, "more"),
                Call.info("{} and {}", map, "more"),
                Call.info("{} and {}", array, "more"))) {
            assertTrue(message.endsWith(" and more"), message);
        }
    }

    @Test
    void tooManyArgumentsAndTooFewArrive() {
        assertEquals(
                List.of("1", "1 {}", "{}", "{} {}", "no", "{", "1}"),
                messages(
                        Call.info("{}", 1, 2, 3),
                        Call.info("{} {}", 1),
                        Call.info("{}"),
                        Call.info("{} {}"),
                        Call.info("no", 1),
                        Call.info("{", 1),
                        Call.info("{}}", 1)));
    }

    @Test
    void throwablesOfEveryShapeArrive() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        first.addSuppressed(second);
        Exception frameless = new Exception("frameless", null, false, false) {
            private static final long serialVersionUID = 1;
        };
        Throwable deep = new Exception("0");
        for (int i = 1; i < 200; i++) {
            deep = new Exception(Integer.toString(i), deep);
        }
        List<String> messages = messages(
                Call.info("cyclic").thrown(first),
                Call.info("frameless").thrown(frameless),
                Call.info("deep").thrown(deep));
        assertEquals(List.of("cyclic", "frameless", "deep"), messages);
    }

    @Test
    void mdcsOfEveryShapeArrive() {
        host.putMdc("", "");
        host.putMdc("null", null);
        host.putMdc("a.b", "first");
        host.putMdc("a_b", "second");
        for (int i = 0; i < 1_000; i++) {
            host.putMdc("k" + i, "v".repeat(i % 7));
        }
        assertEquals(List.of("m"), messages(Call.info("m")));
        Map<String, Object> labels = Json.map(parsed(collector.lines().get(0)).get("labels"));
        assertEquals(1_003, labels.size());
        assertEquals("vvv", labels.get("k3"));
        assertEquals("", labels.get(""));
    }

    @Test
    void aNullKeyInTheMdcIsLeftOut() {
        Map<@Nullable String, String> mdc = new HashMap<>(Map.of("user", "zoe"));
        mdc.put(null, "value");
        host.putMdc(mdc);
        assertEquals(List.of("m"), messages(Call.info("m")));
        assertEquals(Map.of("user", "zoe"), parsed(collector.lines().get(0)).get("labels"));
    }
}
