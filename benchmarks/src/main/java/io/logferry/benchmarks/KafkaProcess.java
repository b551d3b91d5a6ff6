package io.logferry.benchmarks;

/**
 * One thread that sends to Kafka as fast as it is taken, none dropped. Arguments: subject, bootstrap servers, topic,
 * folder of the spill, warm-up events, measured events. A process of its own.
 */
final class KafkaProcess {
    private KafkaProcess() {}

    public static void main(String[] args) throws Exception {
        KafkaSubject subject = KafkaSubject.valueOf(args[0]);
        int warmUp = Integer.parseInt(args[4]);
        int events = Integer.parseInt(args[5]);
        if (subject.isLogferry()) {
            Application application = new Application(new LogbackFramework(subject.xml(args[1], args[2], args[3])));
            deliver(application, 0, warmUp);
            PathMeter.measure(events, () -> deliver(application, warmUp, warmUp + events));
            report(warmUp + events);
            application.stop();
        } else {
            try (BareProducer producer = new BareProducer(args[1], args[2], subject == KafkaSubject.ENCODE_AND_BARE)) {
                producer.deliver(warmUp);
                PathMeter.measure(events, () -> producer.deliver(events));
                report(warmUp + events);
            }
        }
        System.exit(0);
    }

    private static void deliver(Application application, int from, int end) {
        application.logAll(from, end);
        application.awaitAcked(end);
    }

    private static void report(int events) {
        Fork.report("with warm-up s/M", Cpu.processNanos() / 1e3 / events);
    }
}
