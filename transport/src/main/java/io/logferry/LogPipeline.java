package io.logferry;

import io.logferry.frame.Level;
import io.logferry.frame.RecordEncoder;

/**
 * One appender's way from the application to the sink.
 *
 * @param <E> the framework's event
 */
@SuppressWarnings("DoNotCallSuggester")
public final class LogPipeline<E> {
    private LogPipeline() {}

    /**
     * Starts the sender thread. The sink being down is no failure; a spill folder that can't be used is: the pipeline
     * then runs without a spill and says so as a warning.
     */
    public static <E> LogPipeline<E> start(PipelineConfig config, RecordEncoder<E> encoder, StatusListener status) {
        throw new UnsupportedOperationException();
    }

    /**
     * Tells whether the calling thread is the sender or one of its helpers, whose events must not enter the ring; if so,
     * one is counted as suppressed. To be asked before any work is done for an event. Any thread.
     */
    public boolean suppresses() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes an event, or counts it as dropped. Any thread; never throws, keeps the interrupt flag.
     *
     * @return false if it was dropped
     */
    public boolean offer(E event, Level level) {
        throw new UnsupportedOperationException();
    }

    /** Has events from now on encoded by another encoder. Any thread. */
    public void replaceEncoder(RecordEncoder<E> encoder) {
        throw new UnsupportedOperationException();
    }

    /**
     * Delivers or spills what was accepted, and ends the sender. Returns after at most this time; any thread, and
     * further calls return once the first has.
     *
     * @return true if the pipeline ended in time, so that its statistics are final
     */
    public boolean stop(long timeoutMillis) {
        throw new UnsupportedOperationException();
    }

    /** What happened so far. Any thread. */
    public PipelineStats stats() {
        throw new UnsupportedOperationException();
    }
}
