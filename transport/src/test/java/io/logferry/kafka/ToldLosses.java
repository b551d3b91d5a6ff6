package io.logferry.kafka;

import io.logferry.frame.LostRange;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes down what it is told. */
final class ToldLosses implements DeduplicatorListener {
    private final List<String> told = new ArrayList<>();

    /** What was told since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }

    @Override
    public void gap(UUID streamId, long epoch, long fromSeq, long toSeq) {
        told.add("gap " + epoch + ":" + fromSeq + "-" + toSeq);
    }

    @Override
    public void gapClosed(UUID streamId, long epoch, long fromSeq, long toSeq) {
        told.add("gap closed " + epoch + ":" + fromSeq + "-" + toSeq);
    }

    @Override
    public void lost(UUID streamId, LostRange range) {
        told.add("lost " + text(range));
    }

    @Override
    public void found(UUID streamId, LostRange range) {
        told.add("found " + text(range));
    }

    @Override
    public void ended(UUID streamId, long epoch, long lastSeq) {
        told.add("ended " + epoch + ":" + lastSeq);
    }

    @Override
    public void endedUncleanly(UUID streamId, long epoch, long lastSeq) {
        told.add("ended uncleanly " + epoch + ":" + lastSeq);
    }

    private static String text(LostRange range) {
        return range.epoch() + ":" + range.fromSeq() + "-" + range.toSeq() + " " + range.reason();
    }
}
