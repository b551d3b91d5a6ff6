package io.logferry;

import io.logferry.ring.EventRing;
import io.logferry.sender.Controls;
import io.logferry.sender.Ledger;
import io.logferry.sender.Sender;
import io.logferry.sender.Spill;
import io.logferry.sink.Sink;
import org.jspecify.annotations.Nullable;

/**
 * One of the ways from a pipeline's ring to its destination: a stream of its own, with its own spill slot, sink and
 * accounts. Sender thread only.
 *
 * @param sender what does the work
 * @param spill where undelivered frames are kept, null for nowhere
 * @param sink the destination
 */
record Lane<E>(Sender<E> sender, @Nullable Spill spill, Sink sink) {

    /**
     * Opens the spill, told as a status if that fails.
     *
     * @param sink not connected
     */
    static <E> Lane<E> open(
            Sink sink,
            EventRing<E> ring,
            Controls<E> controls,
            PipelineConfig config,
            Ledger ledger,
            StatusListener status) {
        Spill spill = Openings.openSpill(config, status);
        try {
            Sender<E> sender =
                    new Sender<>(ring, controls, sink, spill, Openings.senderConfig(config, spill, status), ledger);
            return new Lane<>(sender, spill, sink);
        } catch (Throwable unexpected) {
            Openings.close(spill);
            sink.close();
            throw unexpected;
        }
    }

    /** What one of several lanes tells, says which it is. */
    static StatusListener status(int number, PipelineConfig config, StatusListener pipelineStatus) {
        return config.sink().lanes() == 1
                ? pipelineStatus
                : new LaneStatus(pipelineStatus, "lane " + (number + 1) + ": ");
    }

    /** Says which lane tells something. */
    private record LaneStatus(StatusListener pipeline, String prefix) implements StatusListener {
        @Override
        public void info(String message) {
            pipeline.info(prefix + message);
        }

        @Override
        public void warn(String message) {
            pipeline.warn(prefix + message);
        }

        @Override
        public void alert(String message) {
            pipeline.alert(prefix + message);
        }
    }
}
