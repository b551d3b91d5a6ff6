package io.logferry.logback;

import ch.qos.logback.classic.spi.CallerData;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.logferry.json.ContextLabels;
import io.logferry.json.EcsWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** The default encoding: one line of ECS JSON. Sender thread only. */
final class EcsEncoder extends EventEncoder {
    private final EcsWriter writer;
    private final boolean includeCallerData;
    private final ThrownWriter thrownWriter;
    private final ContextLabels<Map<String, String>> context;
    private final BiConsumer<String, String> addKey;
    private final List<Marker> tagged = new ArrayList<>();

    EcsEncoder(String serviceName, boolean includeCallerData) {
        this.writer = new EcsWriter(serviceName);
        this.includeCallerData = includeCallerData;
        this.thrownWriter = new ThrownWriter(writer);
        this.context = new ContextLabels<>(writer, Map::get);
        this.addKey = (key, value) -> context.addKey(key);
    }

    @Override
    public void encode(ILoggingEvent event, ByteBuffer into) {
        Instant time = event.getInstant();
        writer.begin(
                into,
                time.getEpochSecond(),
                time.getNano(),
                event.getLevel().toString(),
                event.getLoggerName(),
                event.getThreadName());
        writer.message(event.getFormattedMessage());
        if (includeCallerData && event.hasCallerData()) {
            origin(event.getCallerData());
        }
        labels(event.getKeyValuePairs());
        mdc(event.getMDCPropertyMap(), event.getThreadName());
        tags(event.getMarkerList());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            writer.error(thrown.getClassName(), thrown.getMessage());
            thrownWriter.write(thrown);
        }
        writer.end();
    }

    private void origin(StackTraceElement[] callerData) {
        if (callerData.length > 0 && !CallerData.naInstance().equals(callerData[0])) {
            writer.origin(callerData[0].getFileName(), callerData[0].getLineNumber(), callerData[0].getMethodName());
        }
    }

    /** Before the MDC: of equal keys the first is written, and a pair is nearer to the event. */
    private void labels(@Nullable List<KeyValuePair> pairs) {
        if (pairs == null) {
            return;
        }
        for (int i = 0; i < pairs.size(); i++) {
            KeyValuePair pair = pairs.get(i);
            writer.labelOf(String.valueOf(pair.key), pair.value);
        }
    }

    private void mdc(Map<String, String> mdc, String thread) {
        if (!context.writeKnown(thread, mdc, mdc.size())) {
            mdc.forEach(addKey); // an iterator would be garbage
            context.write(mdc);
        }
    }

    private void tags(@Nullable List<Marker> markers) {
        if (markers == null) {
            return;
        }
        tagged.clear();
        for (int i = 0; i < markers.size(); i++) {
            tag(markers.get(i));
        }
    }

    @SuppressWarnings("deprecation") // references are, but users have them
    private void tag(Marker marker) {
        if (tagged.contains(marker)) {
            return;
        }
        tagged.add(marker);
        writer.tag(marker.getName());
        if (marker.hasReferences()) {
            for (Iterator<Marker> references = marker.iterator(); references.hasNext(); ) {
                tag(references.next());
            }
        }
    }

    @Override
    boolean prepare() {
        return true;
    }

    @Override
    void retire() {}
}
