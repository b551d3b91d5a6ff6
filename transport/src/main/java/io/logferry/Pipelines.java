package io.logferry;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The running pipelines of this class loader, for those who watch them all. Any thread. */
public final class Pipelines {
    private static final Set<LogPipeline<?>> RUNNING = ConcurrentHashMap.newKeySet();
    private static final List<WeakReference<Watcher>> WATCHERS = new CopyOnWriteArrayList<>();

    private Pipelines() {}

    /** Is told of every pipeline, by the thread that starts or stops it: it must not wait. May be told twice. */
    public interface Watcher {
        /** One was started. */
        void started(LogPipeline<?> pipeline);

        /** One has ended, or is left to end by itself. */
        void ended(LogPipeline<?> pipeline);
    }

    /** Tells this watcher of those that run already and of those to come, as long as somebody else refers to it. */
    public static void watch(Watcher watcher) {
        WATCHERS.add(new WeakReference<>(watcher));
        for (LogPipeline<?> pipeline : RUNNING) {
            watcher.started(pipeline);
            if (!RUNNING.contains(pipeline)) { // it ended meanwhile
                watcher.ended(pipeline);
            }
        }
    }

    /** Tells this watcher no more. */
    public static void unwatch(Watcher watcher) {
        WATCHERS.removeIf(reference -> reference.get() == watcher);
    }

    static void started(LogPipeline<?> pipeline) {
        RUNNING.add(pipeline);
        tell(watcher -> watcher.started(pipeline));
    }

    static void ended(LogPipeline<?> pipeline) {
        if (RUNNING.remove(pipeline)) {
            tell(watcher -> watcher.ended(pipeline));
        }
    }

    private static void tell(Consumer<Watcher> call) {
        WATCHERS.removeIf(reference -> reference.get() == null);
        for (WeakReference<Watcher> reference : WATCHERS) {
            @Nullable Watcher watcher = reference.get();
            try {
                if (watcher != null) {
                    call.accept(watcher);
                }
            } catch (Throwable broken) {
                // it is not ours; appenders start and stop all the same
            }
        }
    }
}
