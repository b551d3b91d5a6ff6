package io.logferry.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.logferry.ring.EventRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** What a producer wrote before the offer is what the consumer reads after the poll: frameworks' events have plain fields. */
final class Publication {
    private Publication() {}

    private static final class Event {
        int first;
        int second;
    }

    @JCStressTest
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not yet offered")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the whole event")
    @Outcome(expect = FORBIDDEN, desc = "an event is polled before what was written into it")
    @State
    public static class NewEvent {
        private final EventRing<Event> ring = new EventRing<>(4);

        @Actor
        public void producer() {
            Event event = new Event();
            event.first = 1;
            event.second = 2;
            ring.offer(event);
        }

        @Actor
        public void consumer(II_Result result) {
            Event event = ring.poll();
            result.r1 = event == null ? -1 : event.first;
            result.r2 = event == null ? -1 : event.second;
        }
    }

    /** It was read already, so that a compiler which sees no ordering would not read it again. */
    @JCStressTest
    @Outcome(id = "[01], 0, [01]", expect = ACCEPTABLE, desc = "not yet offered: nothing is promised")
    @Outcome(id = "[01], 1, 1", expect = ACCEPTABLE, desc = "offered, and what was written before it as well")
    @Outcome(expect = FORBIDDEN, desc = "an event is polled before what its thread wrote before the offer")
    @State
    public static class WrittenBeside {
        private final EventRing<String> ring = new EventRing<>(4);
        private int beside;

        @Actor
        public void producer() {
            beside = 1;
            ring.offer("1");
        }

        @Actor
        public void consumer(III_Result result) {
            result.r1 = beside;
            result.r2 = ring.poll() == null ? 0 : 1;
            result.r3 = beside;
        }
    }

    /** The way back: a producer uses a slot again only after the consumer has done with it. */
    @JCStressTest
    @Outcome(id = "[01], 0, [01]", expect = ACCEPTABLE, desc = "still full: nothing is promised")
    @Outcome(id = "[01], 1, 1", expect = ACCEPTABLE, desc = "room, and what was written before the poll as well")
    @Outcome(expect = FORBIDDEN, desc = "room is seen before the consumer has done with what was there")
    @State
    public static class WrittenBeforeThePoll {
        private final EventRing<String> ring = new EventRing<>(1);
        private int beside;

        public WrittenBeforeThePoll() {
            ring.offer("1");
        }

        @Actor
        public void producer(III_Result result) {
            result.r1 = beside;
            result.r2 = ring.offer("2") ? 1 : 0;
            result.r3 = beside;
        }

        @Actor
        public void consumer() {
            beside = 1;
            ring.poll();
        }
    }
}
