package io.logferry.benchmarks;

/**
 * One thread that sends to Kafka as fast as it is taken, none dropped. Arguments: subject, bootstrap servers, topic,
 * folder of the spill, count port, warm-up events, measured events. A process of its own.
 */
final class KafkaProcess {
    private KafkaProcess() {}

    public static void main(String[] args) throws Exception {
        KafkaSubject subject = KafkaSubject.valueOf(args[0]);
        int countPort = Integer.parseInt(args[4]);
        int warmUp = Integer.parseInt(args[5]);
        int events = Integer.parseInt(args[6]);
        if (subject.isBare()) {
            try (BareProducer producer = new BareProducer(args[1], args[2], subject == KafkaSubject.ENCODE_AND_BARE)) {
                producer.deliver(warmUp);
                PathMeter.measure(events, () -> producer.deliver(events));
                report(warmUp + events);
            }
        } else {
            Application application = new Application(subject.framework(args[1], args[2], args[3]));
            deliver(application, subject, countPort, 0, warmUp);
            PathMeter.measure(events, () -> deliver(application, subject, countPort, warmUp, warmUp + events));
            report(warmUp + events);
            application.stop();
        }
        System.exit(0);
    }

    private static void deliver(Application application, KafkaSubject subject, int countPort, int from, int end)
            throws Exception {
        application.logAll(from, end);
        if (subject.isLogferry()) {
            application.awaitAcked(end);
        } else {
            CountServer.await(countPort, end); // what the topic has: these appenders tell nobody of acknowledgements
        }
    }

    private static void report(int events) {
        Fork.report("with warm-up s/M", Cpu.processNanos() / 1e3 / events);
    }
}
