package io.logferry.collector;

import java.util.concurrent.atomic.LongAdder;

/** What the collector counted since its start. Any thread. */
final class Counters {
    final LongAdder frames = new LongAdder();
    final LongAdder records = new LongAdder();
    final LongAdder repeats = new LongAdder();
    final LongAdder ranges = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder storageErrors = new LongAdder();
}
