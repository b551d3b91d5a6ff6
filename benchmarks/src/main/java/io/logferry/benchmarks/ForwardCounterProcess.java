package io.logferry.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** Receives Fluentd's forward protocol: arrays of a tag, packed entries and options. A process of its own. */
final class ForwardCounterProcess {
    private ForwardCounterProcess() {}

    public static void main(String[] args) throws IOException {
        CountingReceiver.serve(ForwardCounterProcess::count);
    }

    private static void count(InputStream in, AtomicLong events) throws IOException {
        MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(in);
        while (unpacker.hasNext()) {
            int parts = unpacker.unpackArrayHeader();
            unpacker.skipValue(); // the tag
            byte[] entries = unpacker.readPayload(unpacker.unpackBinaryHeader());
            unpacker.skipValue(parts - 2);
            events.addAndGet(entriesIn(entries));
        }
    }

    private static long entriesIn(byte[] packed) throws IOException {
        long found = 0;
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(packed)) {
            while (unpacker.hasNext()) {
                unpacker.skipValue();
                found++;
            }
        }
        return found;
    }
}
