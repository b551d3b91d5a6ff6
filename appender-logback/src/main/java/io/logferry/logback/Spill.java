package io.logferry.logback;

import io.logferry.ConfigText;

/** The element {@code <spill>}: where and how undelivered records are kept on disk. One thread. */
public final class Spill {
    final ConfigText text = LogferryAppender.newText();

    /** The folder; several appenders and applications may share it. */
    public void setDir(String dir) {
        text.set("spill.dir", dir);
    }

    /** Most bytes on disk: at least four segments, 1GB unless told. */
    public void setMaxBytes(String maxBytes) {
        text.set("spill.maxBytes", maxBytes);
    }

    /** Size of one file: 4MB to 1GB, 16MB unless told. */
    public void setSegmentBytes(String segmentBytes) {
        text.set("spill.segmentBytes", segmentBytes);
    }

    /** The disk is taken as full when it has less than this left: 64MB unless told. */
    public void setMinFreeBytes(String minFreeBytes) {
        text.set("spill.minFreeBytes", minFreeBytes);
    }

    /** What is written to disk: {@code on-failure} (unless told) or {@code always}. */
    public void setMode(String mode) {
        text.set("spill.mode", mode);
    }

    /** When files are forced to the device: {@code none} (unless told), {@code interval} or {@code frame}. */
    public void setSync(String sync) {
        text.set("spill.sync", sync);
    }

    /** What is lost when it is full: {@code drop-oldest} (unless told) or {@code drop-newest}. */
    public void setWhenFull(String whenFull) {
        text.set("spill.whenFull", whenFull);
    }
}
