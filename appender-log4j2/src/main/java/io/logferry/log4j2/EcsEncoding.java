package io.logferry.log4j2;

import io.logferry.json.EcsWriter;
import io.logferry.json.LabelValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;

/** The default encoding: one line of ECS JSON. Sender thread only. */
final class EcsEncoding implements Encoding {
    private static final TriConsumer<@Nullable String, @Nullable Object, EcsWriter> LABEL = (key, value, to) -> {
        if (key != null) { // Log4j takes it from its users
            to.labelOf(key, LabelValue.captured(value)); // frozen data are Log4j's own, with values of any kind
        }
    };

    private final EcsWriter writer;
    private final ThrownWriter thrownWriter;
    private final List<Marker> tagged = new ArrayList<>();

    EcsEncoding(String serviceName) {
        this.writer = new EcsWriter(serviceName);
        this.thrownWriter = new ThrownWriter(writer);
    }

    @Override
    public boolean needsMessageObject() {
        return false;
    }

    @Override
    public void encode(HeldEvent event, ByteBuffer into) {
        Instant time = event.getInstant();
        writer.begin(
                into,
                time.getEpochSecond(),
                time.getNanoOfSecond(),
                event.getLevel().name(),
                event.getLoggerName(),
                event.getThreadName());
        writer.message(event.text());
        StackTraceElement source = event.getSource();
        if (source != null) {
            writer.origin(source.getFileName(), source.getLineNumber(), source.getMethodName());
        }
        labels(event.getContextData());
        tags(event.getContextStack(), event.getMarker());
        Throwable thrown = event.getThrown();
        if (thrown != null) {
            thrownWriter.write(thrown);
        }
        writer.end();
    }

    private void labels(ReadOnlyStringMap data) {
        try {
            data.forEach(LABEL, writer); // Log4j's own maps are sorted by key
        } catch (NullPointerException nullKey) { // a map that sorts when it is asked fails on it
            data.toMap().forEach((key, value) -> LABEL.accept(key, value, writer)); // a key is written once in any case
        }
    }

    private void tags(ThreadContext.ContextStack stack, @Nullable Marker marker) {
        if (stack.getDepth() > 0) {
            stack.asList().forEach(element -> writer.tag(String.valueOf(element))); // Log4j takes null
        }
        if (marker != null) {
            try {
                tag(marker);
            } finally {
                tagged.clear();
            }
        }
    }

    private void tag(Marker marker) {
        if (tagged.contains(marker)) {
            return;
        }
        tagged.add(marker);
        writer.tag(marker.getName());
        if (marker.hasParents()) {
            for (Marker parent : marker.getParents()) {
                tag(parent);
            }
        }
    }
}
