package io.logferry;

import io.logferry.ConfigText.SinkKind;
import io.logferry.SpillConfig.Mode;
import io.logferry.SpillConfig.WhenSpillFull;
import io.logferry.frame.Codec;
import io.logferry.sink.Secrets;
import io.logferry.sink.SinkConfig;
import io.logferry.spill.Sync;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks one {@link ConfigText}, once. One thread. */
final class ConfigParser {
    private static final long KB = 1024;
    private static final long MB = 1024 * KB;
    private static final long GB = 1024 * MB;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}) ?(|KB|MB|GB)", Pattern.CASE_INSENSITIVE);
    /** It names folders here and at the collector. */
    private static final Pattern SOURCE = Pattern.compile("[^\\p{Cntrl}/\\\\.][^\\p{Cntrl}/\\\\]{0,99}");

    private final Map<String, String> texts;
    private final Map<String, SinkKind> sinks;
    private final List<String> mistakes;
    private final List<String> notes = new ArrayList<>();
    private final String whenMissing;

    ConfigParser(Map<String, String> texts, Map<String, SinkKind> sinks, List<String> mistakes, String whenMissing) {
        this.texts = texts;
        this.sinks = sinks;
        this.mistakes = mistakes;
        this.whenMissing = whenMissing;
    }

    ParsedConfig parse(@Nullable String appenderName) {
        String name = appenderName == null ? "" : appenderName.strip();
        if (name.isEmpty()) {
            missing("the appender's name");
        }
        String source = source();
        int ringCapacity = ringCapacity();
        WhenFull whenFull = choice("whenFull", WhenFull.DROP);
        long blockTimeoutMillis = count("blockTimeoutMillis", 100, 0, 60_000);
        long shutdownTimeoutMillis = count("shutdownTimeoutMillis", 5_000, 0, 600_000);
        Codec codec = codec();
        boolean includeCallerData = flag("includeCallerData", false);
        BatchConfig batch = batch();
        SpillConfig spill = spill();
        SinkConfig sink = sink();
        if (whenFull == WhenFull.DROP && texts.containsKey("blockTimeoutMillis")) {
            notes.add("blockTimeoutMillis=" + blockTimeoutMillis + " has no effect, because whenFull is drop");
        }
        PipelineConfig pipeline = sink == null || !mistakes.isEmpty()
                ? null
                : new PipelineConfig(
                        name,
                        source,
                        ringCapacity,
                        whenFull,
                        blockTimeoutMillis,
                        shutdownTimeoutMillis,
                        codec,
                        batch,
                        spill,
                        sink);
        return new ParsedConfig(pipeline, includeCallerData, List.copyOf(mistakes), List.copyOf(notes));
    }

    private String source() {
        String source = text("source");
        if (source == null) {
            return SourceName.ofApplication();
        }
        if (!SOURCE.matcher(source).matches()) {
            refuse("source", source, "at most 100 characters without / and \\, not beginning with a dot");
        }
        return source;
    }

    private int ringCapacity() {
        int wanted = (int) count("ringCapacity", 8_192, 16, 1 << 20);
        int capacity = Integer.highestOneBit(2 * wanted - 1);
        if (capacity != wanted) {
            notes.add("ringCapacity=" + wanted + " is rounded up to " + capacity + ", the next power of two");
        }
        return capacity;
    }

    private Codec codec() {
        Codec codec = choice("compression", Codec.LZ4);
        if (!codec.isOnClassPath()) {
            mistakes.add("compression=zstd needs com.github.luben:zstd-jni on the class path: add it to the"
                    + " application's dependencies");
        }
        return codec;
    }

    private BatchConfig batch() {
        checkNotEmpty("batch");
        BatchConfig standard = BatchConfig.DEFAULT;
        return new BatchConfig(
                (int) size("batch.maxBytes", standard.maxBytes(), 4 * KB, 512 * KB),
                (int) count("batch.maxRecords", standard.maxRecords(), 1, 65_535),
                count("batch.lingerMillis", standard.lingerMillis(), 0, 60_000));
    }

    private @Nullable SpillConfig spill() {
        if (!texts.containsKey("spill")) {
            return null;
        }
        int mistakesBefore = mistakes.size();
        long segmentBytes = size("spill.segmentBytes", 16 * MB, 4 * MB, GB);
        long maxBytes = size("spill.maxBytes", GB, 0, Long.MAX_VALUE);
        if (maxBytes < 4 * segmentBytes && mistakes.size() == mistakesBefore) {
            refuseTogether(maxBytes, segmentBytes);
        }
        long minFreeBytes = size("spill.minFreeBytes", 64 * MB, 0, Long.MAX_VALUE);
        Mode mode = choice("spill.mode", Mode.ON_FAILURE);
        Sync sync = choice("spill.sync", Sync.NONE);
        WhenSpillFull whenFull = choice("spill.whenFull", WhenSpillFull.DROP_OLDEST);
        Path dir = dir();
        return dir == null ? null : new SpillConfig(dir, maxBytes, segmentBytes, minFreeBytes, mode, sync, whenFull);
    }

    /** Blames the one that the user typed. */
    private void refuseTogether(long maxBytes, long segmentBytes) {
        if (texts.containsKey("spill.maxBytes")) {
            refuse("spill.maxBytes", shown(maxBytes), "at least four segments of " + shown(segmentBytes));
        } else {
            refuse("spill.segmentBytes", shown(segmentBytes), "at most a quarter of spill.maxBytes=" + shown(maxBytes));
        }
    }

    private @Nullable Path dir() {
        String text = required("spill.dir");
        try {
            return text == null ? null : Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            refuse("spill.dir", text, "a folder's path");
            return null;
        }
    }

    private @Nullable SinkConfig sink() {
        if (sinks.isEmpty()) {
            missing("a sink, for example tcpSink,");
        }
        if (sinks.size() > 1) {
            mistakes.add(String.join(" and ", sinks.keySet()) + " are given, allowed is one sink");
        }
        SinkConfig parsed = null;
        for (Map.Entry<String, SinkKind> sink : sinks.entrySet()) {
            parsed = sink(sink.getKey() + ".", sink.getValue());
        }
        return parsed;
    }

    private @Nullable SinkConfig sink(String prefix, SinkKind kind) {
        Map<String, String> own = new LinkedHashMap<>();
        texts.forEach((element, text) -> {
            if (element.startsWith(prefix) && isDefined(element, text)) {
                own.put(element.substring(prefix.length()), text);
            }
        });
        for (String name : kind.required()) {
            int dot = name.lastIndexOf('.');
            if (dot >= 0 && !texts.containsKey(prefix + name.substring(0, dot))) {
                continue; // what it belongs to is not there
            }
            if (texts.getOrDefault(prefix + name, "").isEmpty()) {
                missing(prefix + name);
                own.remove(name);
            }
        }
        return kind.parser().apply(own, mistakes);
    }

    private long size(String element, long fallback, long min, long max) {
        String text = text(element);
        if (text == null) {
            return fallback;
        }
        Matcher matcher = SIZE.matcher(text);
        if (matcher.matches()) {
            long unit = switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
                case "KB" -> KB;
                case "MB" -> MB;
                case "GB" -> GB;
                default -> 1;
            };
            long units = Long.parseLong(matcher.group(1));
            if (units <= max / unit && units * unit >= min) {
                return units * unit;
            }
        }
        String most = max == Long.MAX_VALUE ? "" : ", at most " + shown(max);
        refuse(element, text, "bytes or 256KB, 64MB, 2GB, at least " + shown(min) + most);
        return fallback;
    }

    private long count(String element, long fallback, long min, long max) {
        String text = text(element);
        if (text == null) {
            return fallback;
        }
        if (text.matches("\\d{1,18}") && Long.parseLong(text) >= min && Long.parseLong(text) <= max) {
            return Long.parseLong(text);
        }
        refuse(element, text, "a whole number from " + min + " to " + max);
        return fallback;
    }

    private boolean flag(String element, boolean fallback) {
        String text = text(element);
        if (text == null || text.equals("true") || text.equals("false")) {
            return text == null ? fallback : text.equals("true");
        }
        refuse(element, text, "true or false");
        return fallback;
    }

    private <T extends Enum<T>> T choice(String element, T fallback) {
        String text = text(element);
        if (text == null) {
            return fallback;
        }
        T[] choices = fallback.getDeclaringClass().getEnumConstants();
        for (T choice : choices) {
            if (shown(choice).equals(text)) {
                return choice;
            }
        }
        refuse(element, text, Arrays.stream(choices).map(ConfigParser::shown).collect(Collectors.joining(" or ")));
        return fallback;
    }

    private @Nullable String required(String element) {
        if (!texts.containsKey(element)) {
            missing(element);
        }
        return text(element);
    }

    /** An element whose attributes were dropped by the framework looks like this. */
    private void checkNotEmpty(String element) {
        if (texts.containsKey(element) && texts.keySet().stream().noneMatch(name -> name.startsWith(element + "."))) {
            mistakes.add(element + " has no elements; " + whenMissing);
        }
    }

    /** An element's text; null if it is not given or cannot be used, which then is a mistake already. */
    private @Nullable String text(String element) {
        String text = texts.get(element);
        if (text == null || !isDefined(element, text)) {
            return null;
        }
        if (text.isEmpty()) {
            missing(element);
            return null;
        }
        return text;
    }

    private boolean isDefined(String element, String text) {
        boolean defined = !text.contains("_IS_UNDEFINED") && !text.contains("${");
        if (!defined) {
            mistakes.add(element + "=" + Secrets.masked(element, text) + " contains a variable that is not defined");
        }
        return defined;
    }

    private void missing(String element) {
        mistakes.add(element + " is missing; " + whenMissing);
    }

    private void refuse(String element, @Nullable String text, String allowed) {
        mistakes.add(element + "=" + text + " is not allowed, allowed is " + allowed);
    }

    private static String shown(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String shown(long bytes) {
        if (bytes == 0 || bytes % KB != 0) {
            return Long.toString(bytes);
        }
        return bytes % GB == 0 ? bytes / GB + "GB" : bytes % MB == 0 ? bytes / MB + "MB" : bytes / KB + "KB";
    }
}
