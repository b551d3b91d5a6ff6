package io.logferry.contract;

import io.logferry.PipelineListener;
import io.logferry.frame.DropReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A listener as users write one: frameworks know it by its class name, so what it is told is static. It does what the
 * test wants, on the thread that calls it.
 */
public final class ToldListener implements PipelineListener {
    private static final List<String> CALLS = new CopyOnWriteArrayList<>();
    private static final Map<DropReason, Long> DROPS = new ConcurrentHashMap<>();
    private static volatile Runnable action = () -> {};

    static void reset(Runnable then) {
        CALLS.clear();
        DROPS.clear();
        action = then;
    }

    static long drops(DropReason reason) {
        return DROPS.getOrDefault(reason, 0L);
    }

    static List<String> calls() {
        return CALLS;
    }

    @Override
    public void sinkUp(String destination) {
        CALLS.add("up " + destination);
        action.run();
    }

    @Override
    public void sinkDown(String destination, String reason) {
        CALLS.add("down " + destination + ": " + reason);
        action.run();
    }

    @Override
    public void dropped(DropReason reason, long count) {
        DROPS.merge(reason, count, Long::sum);
    }
}
