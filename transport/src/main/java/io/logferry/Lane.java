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

    /** Opens the spill, told as a status if that fails, and makes the sink, not connected. */
    static <E> Lane<E> open(
            int number,
            EventRing<E> ring,
            Controls<E> controls,
            PipelineConfig config,
            Ledger ledger,
            StatusListener pipelineStatus) {
        StatusListener status = config.sink().lanes() == 1
                ? pipelineStatus
                : new LaneStatus(pipelineStatus, "lane " + (number + 1) + ": ");
        Spill spill = Openings.openSpill(config, status);
        Sink sink = null;
        try {
            sink = config.sink().newSink(number, OwnThreads.factory("logferry-connect-" + config.name()));
            Sender<E> sender =
                    new Sender<>(ring, controls, sink, spill, Openings.senderConfig(config, spill, status), ledger);
            return new Lane<>(sender, spill, sink);
        } catch (Throwable unexpected) {
            Openings.close(spill, sink, config);
            throw unexpected;
        }
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
