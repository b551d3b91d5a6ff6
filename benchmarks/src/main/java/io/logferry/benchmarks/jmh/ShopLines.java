package io.logferry.benchmarks.jmh;

import io.logferry.benchmarks.Application;
import io.logferry.json.EcsWriter;
import java.nio.ByteBuffer;
import java.time.Instant;

/** The lines of the application's events, as they stand in batches. */
final class ShopLines {
    private static final int MOST_LINE_BYTES = 4_096;

    private ShopLines() {}

    /** So many bytes of lines, all different; the last one is cut. */
    static byte[] bytes(int length) {
        ByteBuffer lines = ByteBuffer.allocate(length + MOST_LINE_BYTES);
        EcsWriter writer = new EcsWriter("shop");
        for (int number = 0; lines.position() < length; number++) {
            Instant time = ShopEvents.time(number);
            Application.Text text = Application.text(number);
            writer.begin(lines, time.getEpochSecond(), time.getNano(), "INFO", Application.LOGGER, Application.THREAD);
            writer.message(text.message());
            writer.label("traceId", text.traceId());
            writer.label("userId", Application.USER);
            writer.end();
        }
        byte[] bytes = new byte[length];
        lines.flip().get(bytes);
        return bytes;
    }
}
