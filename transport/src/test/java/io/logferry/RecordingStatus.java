package io.logferry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was told. */
final class RecordingStatus implements StatusListener {
    final List<String> infos = new CopyOnWriteArrayList<>();
    final List<String> warnings = new CopyOnWriteArrayList<>();
    final List<String> alerts = new CopyOnWriteArrayList<>();

    @Override
    public void info(String message) {
        infos.add(message);
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
    }

    @Override
    public void alert(String message) {
        alerts.add(message);
    }
}
