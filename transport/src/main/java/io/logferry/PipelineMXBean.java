package io.logferry;

import java.util.Map;

/**
 * One appender's pipeline under JMX, as {@code io.logferry:type=Pipeline,appender="NAME",id=N}, where N counts in the
 * JVM. Nothing can be changed through it, and no attribute holds a secret. The attributes of one request are of one
 * {@link PipelineStats}, which says what each means. Any thread.
 */
public interface PipelineMXBean {
    /** The appender's name. */
    String getAppender();

    /** The application's name, as in every record. */
    String getSource();

    /** Records found on disk at start. */
    long getCarriedIn();

    /** Events taken, refused because the ring was full, and markers. */
    long getAccepted();

    /** Records durable at the destination. */
    long getAcked();

    /** Records lost. */
    long getDropped();

    /** Records lost, by reason; reasons without a loss are left out. */
    Map<String, Long> getDroppedByReason();

    /** Events in the ring. */
    long getInRing();

    /** Events that the ring holds at most. */
    int getRingCapacity();

    /** Records in the open batch. */
    long getInBatch();

    /** Records in memory, sealed, neither settled nor on disk. */
    long getInFlight();

    /** Records on disk, not settled. */
    long getOnDisk();

    /** Records ever written to disk. */
    long getSpilled();

    /** Records ever read back from disk. */
    long getReplayed();

    /** Records in memory that should have been journalled before they were sent, and could not be. */
    long getUnjournalled();

    /** Events of Logferry's own threads, which are not taken. */
    long getSuppressed();

    /** Frames that the destination took, each as often as it was sent. */
    long getFramesSent();

    /** Frames durable at the destination. */
    long getFramesAcked();

    /** Bytes of the frames that the destination took. */
    long getBytesSent();

    /** Connections that stood. */
    long getConnects();

    /** Connections that ended, and attempts that failed. */
    long getDisconnects();

    /** Whether a spill is configured. */
    boolean isSpillConfigured();

    /** Whether the spill's folder is open and the last write did not fail; false if none is configured. */
    boolean isSpillUsable();

    /** Bytes that the spill's files take. */
    long getSpillBytes();

    /** Bytes that they may take; 0 if none is configured. */
    long getSpillMaxBytes();

    /** Whether every lane's destination takes records. */
    boolean isSinkUp();

    /** For each lane, since when its destination is up or down, which one it is, and why it is down. */
    String[] getSinks();
}
