package io.logferry.micrometer;

import io.logferry.LogPipeline;
import io.logferry.Pipelines;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The appenders' meters in one registry. Any thread. */
final class Binding implements Pipelines.Watcher {
    /** Further names, made by a program perhaps, have their meters in common: a registry never forgets a counter. */
    private static final int MOST_APPENDERS = 100;

    private static final Key OTHERS = new Key("others", "others");

    private static final List<WeakReference<Binding>> OPEN = new ArrayList<>();

    private record Key(String appender, String source) {}

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<Key, AppenderMeters> appenders = new HashMap<>();
    private @Nullable Meter pipelines;
    private boolean closed;
    /** Guarded by OPEN. */
    private int users;

    private Binding(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    /** The one of this registry and these tags, which has the meters already, or a new one. */
    static Binding open(MeterRegistry registry, Tags tags) {
        synchronized (OPEN) {
            OPEN.removeIf(reference -> reference.get() == null);
            Binding binding = null;
            for (WeakReference<Binding> reference : OPEN) {
                Binding open = reference.get();
                if (open != null && open.registry == registry && open.tags.equals(tags)) {
                    binding = open;
                }
            }
            if (binding == null) {
                binding = new Binding(registry, tags);
                binding.bind();
                OPEN.add(new WeakReference<>(binding));
            }
            binding.users++;
            return binding;
        }
    }

    private void bind() {
        // refers strongly, and so keeps this as long as the registry is there
        pipelines = Gauge.builder("logferry.pipelines", this, Binding::running)
                .strongReference(true)
                .description("Pipelines that run")
                .tags(tags)
                .register(registry);
        Pipelines.watch(this);
    }

    /** Removes the meters once everybody who opened it has closed it. */
    void close() {
        synchronized (OPEN) {
            users--;
            if (users == 0) {
                OPEN.removeIf(reference -> reference.get() == this);
                unbind();
            }
        }
    }

    private synchronized void unbind() {
        closed = true;
        Pipelines.unwatch(this);
        appenders.values().forEach(AppenderMeters::close);
        appenders.clear();
        if (pipelines != null) {
            registry.remove(pipelines);
        }
    }

    @Override
    public synchronized void started(LogPipeline<?> pipeline) {
        if (!closed) {
            appenders.computeIfAbsent(keyOf(pipeline), this::newMeters).started(pipeline);
        }
    }

    @Override
    public synchronized void ended(LogPipeline<?> pipeline) {
        appenders.values().forEach(meters -> meters.ended(pipeline));
    }

    private Key keyOf(LogPipeline<?> pipeline) {
        Key key = new Key(pipeline.appender(), pipeline.source());
        return appenders.size() < MOST_APPENDERS || appenders.containsKey(key) ? key : OTHERS;
    }

    private AppenderMeters newMeters(Key key) {
        return new AppenderMeters(this, registry, tags.and("appender", key.appender(), "source", key.source()));
    }

    private synchronized int running() {
        return appenders.values().stream().mapToInt(AppenderMeters::running).sum();
    }
}
