package io.logferry.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.logferry.ring.EventRing;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The consumer looks whether the ring is a quarter full before it sleeps, the producer whether the consumer sleeps after
 * its offer: one of them must see the other.
 */
@JCStressTest
@Outcome(id = "awake", expect = ACCEPTABLE, desc = "it did not sleep, or was woken")
@Outcome(expect = FORBIDDEN, desc = "lost wake-up: the sender sleeps while the ring is a quarter full")
@State
public class WakeUp {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** After one lost wake-up the others are not waited for so long. */
    private static volatile boolean lost;

    private final EventRing<String> ring = new EventRing<>(4);
    private volatile @Nullable Thread sleeper;
    private volatile boolean awake;

    @Actor
    public void consumer() {
        LockSupport.parkNanos(1); // takes the permit that is left of a wake-up which came too late for its sleep
        ring.consumeOnThisThread();
        sleeper = Thread.currentThread();
        ring.park(TimeUnit.HOURS.toNanos(1));
        awake = true;
    }

    @Actor
    public void producer(L_Result result) {
        while (sleeper == null) {
            Thread.onSpinWait();
        }
        ring.offer("1");
        long startNanos = System.nanoTime();
        while (!awake && System.nanoTime() - startNanos < (lost ? 0 : DEADLINE_NANOS)) {
            Thread.onSpinWait();
        }
        if (awake) {
            result.r1 = "awake";
        } else {
            result.r1 = "asleep";
            lost = true;
            LockSupport.unpark(sleeper);
        }
    }
}
