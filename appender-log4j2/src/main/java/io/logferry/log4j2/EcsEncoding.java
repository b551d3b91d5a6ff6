package io.logferry.log4j2;

import io.logferry.json.EcsWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;

/** The default encoding: one line of ECS JSON. Sender thread only. */
final class EcsEncoding implements Encoding {
    private static final TriConsumer<String, Object, EcsWriter> LABEL = (key, value, to) -> to.labelOf(key, value);

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
        event.getContextData().forEach(LABEL, writer); // sorted by key, as Log4j's maps are
        tags(event.getContextStack(), event.getMarker());
        Throwable thrown = event.getThrown();
        if (thrown != null) {
            thrownWriter.write(thrown);
        }
        writer.end();
    }

    private void tags(ThreadContext.ContextStack stack, @Nullable Marker marker) {
        if (stack.getDepth() > 0) {
            stack.asList().forEach(writer::tag);
        }
        if (marker != null) {
            tagged.clear();
            tag(marker);
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
