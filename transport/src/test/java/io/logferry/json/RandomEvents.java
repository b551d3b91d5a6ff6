package io.logferry.json;

import java.nio.CharBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Events full of what breaks JSON writers; the same for the same seed. */
final class RandomEvents {
    private static final String HOSTILE =
            "\"\\/\b\f\n\r\t\0\u0001\u001b\u001f\u007f\u0080\u0085\u009b\u009f\u00a0\u00ff"
                    + "\u07ff\u0800\u2028\u2029\ud7ff\ue000\ufeff\ufffd\ufffe\uffff.*{}[],:${jndi:x}'";
    private static final long[] LONGS = {0, 1, -1, 9, 10, -10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1.5,
        1e10,
        1e-10,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final long MIN_SECOND = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long MAX_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final Random random;

    RandomEvents(long seed) {
        this.random = new Random(seed);
    }

    Event next() {
        return new Event(
                time(),
                random.nextInt(10) == 0 ? text(6) : "INFO",
                orNull(() -> text(60)),
                orNull(() -> text(200)),
                orNull(() -> anyCharSequence(text(random.nextInt(50) == 0 ? 3000 : 120))),
                random.nextInt(4) == 0
                        ? new Event.Origin(orNull(() -> text(20)), random.nextInt(4000) - 2, orNull(() -> text(20)))
                        : null,
                list(random.nextInt(200) == 0 ? 300 : 5, this::label),
                list(3, () -> text(20)),
                random.nextInt(4) == 0
                        ? new Event.Failure(text(40), orNull(() -> text(60)), list(30, this::piece))
                        : null);
    }

    private Instant time() {
        long second = random.nextBoolean()
                ? 1_800_000_000L + random.nextInt(100)
                : MIN_SECOND + (long) (random.nextDouble() * (MAX_SECOND - MIN_SECOND));
        return Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
    }

    private Event.Label label() {
        String key = random.nextInt(3) == 0 ? text(12) : "key" + (char) ('a' + random.nextInt(8));
        Object value = switch (random.nextInt(6)) {
            case 0 -> LONGS[random.nextInt(LONGS.length)];
            case 1 -> random.nextLong() >> random.nextInt(64);
            case 2 -> DOUBLES[random.nextInt(DOUBLES.length)];
            case 3 -> random.nextBoolean();
            default -> text(30);
        };
        return new Event.Label(key, random.nextInt(20) == 0 ? null : value);
    }

    private Object piece() {
        return random.nextInt(4) == 0 ? (Object) (long) random.nextInt(5000) : anyCharSequence(text(40));
    }

    private CharSequence anyCharSequence(String text) {
        return switch (random.nextInt(3)) {
            case 0 -> builder(text);
            case 1 -> CharBuffer.wrap(text);
            default -> text;
        };
    }

    private static StringBuilder builder(String text) {
        StringBuilder builder = new StringBuilder();
        builder.append(text);
        return builder;
    }

    private String text(int maxChars) {
        int length = random.nextInt(maxChars + 1);
        int hostility = random.nextInt(4);
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            int kind = hostility == 0 ? 3 : random.nextInt(4);
            switch (kind) {
                case 0 -> text.append(HOSTILE.charAt(random.nextInt(HOSTILE.length())));
                case 1 -> text.append((char) random.nextInt(1 << 16));
                case 2 -> {
                    if (random.nextBoolean()) {
                        text.append((char) (0xd800 + random.nextInt(0x800)));
                    } else {
                        text.appendCodePoint(0x10000 + random.nextInt(0x100000));
                    }
                }
                default -> text.append((char) (' ' + random.nextInt(95)));
            }
        }
        return text.toString();
    }

    private <T> @Nullable T orNull(Supplier<T> value) {
        return random.nextInt(10) == 0 ? null : value.get();
    }

    private <T> List<T> list(int maxSize, Supplier<T> element) {
        int size = random.nextInt(maxSize + 1);
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(element.get());
        }
        return list;
    }
}
