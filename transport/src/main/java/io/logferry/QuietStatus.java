package io.logferry;

/** Passes on what is told, and keeps from the sender what a listener throws. */
final class QuietStatus implements StatusListener {
    private final StatusListener listener;

    QuietStatus(StatusListener listener) {
        this.listener = listener;
    }

    @Override
    public void info(String message) {
        tell(() -> listener.info(message));
    }

    @Override
    public void warn(String message) {
        tell(() -> listener.warn(message));
    }

    @Override
    public void alert(String message) {
        tell(() -> listener.alert(message));
    }

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (Throwable broken) {
            // whoever listens must not end the sender
        }
    }
}
