package io.logferry.benchmarks;

/** What a subject sends to: a main class that receives in a process of its own. Immutable. */
public enum Destination {
    /** Nothing is sent; there is a receiver all the same, so that the machine is as busy as with the others. */
    NOTHING(LineCounterProcess.class),
    COLLECTOR(CollectorProcess.class),
    LINES(LineCounterProcess.class),
    /** Fluentd's forward protocol. */
    FORWARD(ForwardCounterProcess.class),
    /** Loki's HTTP interface. */
    LOKI(LokiCounterProcess.class),
    /** Nobody listens where it sends to. */
    CLOSED_PORT(LineCounterProcess.class);

    private final Class<?> receiver;

    Destination(Class<?> receiver) {
        this.receiver = receiver;
    }

    Class<?> receiver() {
        return receiver;
    }
}
