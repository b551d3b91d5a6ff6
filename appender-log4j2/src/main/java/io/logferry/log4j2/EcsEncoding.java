package io.logferry.log4j2;

import io.logferry.json.ContextLabels;
import io.logferry.json.EcsWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;

/** The default encoding: one line of ECS JSON. Sender thread only. */
final class EcsEncoding implements Encoding {
    private static final TriConsumer<@Nullable String, @Nullable Object, ContextLabels<ReadOnlyStringMap>> ADD_KEY =
            (key, value, to) -> to.addKey(key);

    private final EcsWriter writer;
    private final ThrownWriter thrownWriter;
    private final ContextLabels<ReadOnlyStringMap> context;
    private final List<Marker> tagged = new ArrayList<>();

    EcsEncoding(String serviceName) {
        this.writer = new EcsWriter(serviceName);
        this.thrownWriter = new ThrownWriter(writer);
        this.context = new ContextLabels<>(writer, ReadOnlyStringMap::getValue);
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
        labels(event.getContextData(), event.getThreadName());
        tags(event.getContextStack(), event.getMarker());
        Throwable thrown = event.getThrown();
        if (thrown != null) {
            thrownWriter.write(thrown);
        }
        writer.end();
    }

    private void labels(ReadOnlyStringMap data, @Nullable String thread) {
        try {
            if (!context.writeKnown(thread, data, data.size())) {
                writeNew(data);
            }
        } catch (NullPointerException nullKey) { // most maps fail on it: those that sort, and those that compare
            context.clearKeys();
            writeNew(new SortedArrayStringMap(data.toMap()));
        }
    }

    private void writeNew(ReadOnlyStringMap data) {
        data.forEach(ADD_KEY, context);
        context.write(data);
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
