package io.logferry.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Threads that log as fast as the appenders take events, none dropped; thread n logs to appender n, and begins again at
 * the first. Arguments: port, count port, threads, appenders, bytes of a message, capacity of a
 * ring, bursts, events. A process of its own.
 */
final class GrowthProcess {
    /** Of messages that differ: more than the compressor looks back. */
    private static final int DIFFERENT_BYTES = 4_000_000;

    private static final int MOST_MESSAGES = 4_096;
    private static final String[] WORDS = {
        "order", "accepted", "customer", "warehouse", "payment", "authorised", "provider", "cache", "loaded", "status",
        "shipment", "carrier", "parcel", "price", "article", "rules", "session", "extended", "import", "stock"
    };

    private final int countPort;
    private final int appenders;
    private final String[] messages;
    private long expected;

    private GrowthProcess(int countPort, int appenders, int messageBytes) {
        this.countPort = countPort;
        this.appenders = appenders;
        this.messages = messages(messageBytes);
    }

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int threads = Integer.parseInt(args[2]);
        int messageBytes = Integer.parseInt(args[4]);
        int ringCapacity = Integer.parseInt(args[5]);
        int bursts = Integer.parseInt(args[6]);
        int events = Integer.parseInt(args[7]);
        GrowthProcess growth = new GrowthProcess(Integer.parseInt(args[1]), Integer.parseInt(args[3]), messageBytes);
        Framework framework =
                new LogbackFramework(LogbackSubjects.manyLogferries(growth.appenders, port, ringCapacity));
        growth.deliver(threads, bursts, events);
        long cpu = Cpu.processNanos();
        long start = System.nanoTime();
        growth.deliver(threads, bursts, events);
        double seconds = (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
        double cpuNanos = Cpu.processNanos() - cpu;
        // 1,000 ns per event are 1 s per million events, 1 ns per byte is 1 s per GB
        Fork.report("CPU s/M", cpuNanos / 1e3 / events);
        Fork.report("CPU s/GB", cpuNanos / events / messageBytes);
        Fork.report("events/s", events / seconds);
        Fork.report("MB/s", (double) events * messageBytes / 1e6 / seconds);
        framework.stop();
        System.exit(0);
    }

    /** Returns when the collector has got all events; it has got each burst before the next. */
    private void deliver(int threads, int bursts, int events) throws Exception {
        for (int i = 0; i < bursts; i++) {
            deliverBurst(threads, events / bursts);
        }
    }

    private void deliverBurst(int threads, int events) throws Exception {
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int index = i;
            Thread thread = new Thread(() -> log(index, events / threads), Application.THREAD + "-" + i);
            thread.start();
            running.add(thread);
        }
        for (Thread thread : running) {
            thread.join();
        }
        expected += events;
        CountServer.await(countPort, expected);
    }

    private void log(int index, int events) {
        Logger logger = LoggerFactory.getLogger(Application.LOGGER + "." + index % appenders);
        MDC.put("traceId", Integer.toHexString(index * 31));
        MDC.put("userId", Application.USER);
        for (int i = 0; i < events; i++) {
            logger.info(messages[(index * 61 + i) % messages.length]);
        }
    }

    private static String[] messages(int bytes) {
        SplittableRandom random = new SplittableRandom(2);
        String[] messages = new String[Math.min(MOST_MESSAGES, DIFFERENT_BYTES / bytes)];
        for (int i = 0; i < messages.length; i++) {
            StringBuilder message = new StringBuilder(bytes);
            while (message.length() < bytes) {
                message.append(WORDS[random.nextInt(WORDS.length)])
                        .append(' ')
                        .append(random.nextInt(1_000))
                        .append(' ');
            }
            messages[i] = message.substring(0, bytes);
        }
        return messages;
    }
}
