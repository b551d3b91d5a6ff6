package io.logferry.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table at the end, and what in it has no explanation. Immutable.
 *
 * @param text for people
 * @param faults one sentence each; none means that the books balance
 */
record Report(String text, List<String> faults) {
    /** What a killed shop may lose at most: a full ring, a full batch, and one event per thread on its way. */
    private static final long MOST_LOST = 8_192 + 8_192 + 200;

    /** How old the oldest of them may be: the linger, and what a busy machine keeps the sender from running. */
    private static final long MOST_LOST_MILLIS = 2_000;

    /**
     * Balances the books.
     *
     * @param killed the appender's last numbers before the kill, taken while there was no receiver, so acked is final
     * @param ended the second appender's, after it had stopped
     */
    static Report of(Books books, Numbers killed, Numbers ended, Receipt receipt) {
        Books.Run first = books.run(1);
        Books.Run second = books.run(2);
        List<String> faults = new ArrayList<>();
        long droppedFirst = killed.of("dropped");
        if (first.gaps > droppedFirst) {
            faults.add("gaps=" + first.gaps + " events of the first shop are missing although later ones arrived,"
                    + " and its appender counted only dropped=" + droppedFirst + ".");
        }
        if (first.tail > MOST_LOST) {
            faults.add(
                    "tail=" + first.tail + " events were lost by the kill, but ring and batch hold " + MOST_LOST + ".");
        }
        if (first.tail > 0 && first.newestMillis - first.oldestTailMillis > MOST_LOST_MILLIS) {
            faults.add("the oldest event lost by the kill was logged " + (first.newestMillis - first.oldestTailMillis)
                    + " ms before the newest, but a batch waits no longer than its linger of 50 ms.");
        }
        long journalled = killed.of("spilled");
        long kept = killed.of("acked") + ended.of("carriedIn");
        if (kept < journalled) {
            faults.add("spilled=" + journalled + " events were on disk before the kill, but only " + kept
                    + " were acked or found there afterwards.");
        }
        equal(faults, "events of the second shop missing and dropped", second.gaps + second.tail, ended.of("dropped"));
        equal(faults, "duplicates", books.duplicates, 0);
        equal(faults, "order violations", books.disordered, 0);
        equal(faults, "stored events that the ledger does not know", books.unknown, 0);
        equal(faults, "records stored and acked", books.records(), killed.of("acked") + ended.of("acked"));
        equal(
                faults,
                "events of the second shop logged and accepted by its appender",
                second.logged + second.unnumbered,
                ended.of("accepted") - ended.of("markers"));
        equal(faults, "the second appender's own difference", ended.of("difference"), 0);
        equal(faults, "events left on disk", ended.of("onDisk"), 0);
        equal(faults, "clean ends declared in the files", books.ends, 1);
        equal(faults, "unclean ends declared in the files", books.uncleanEnds, 1);

        receipt.zeroes().forEach((what, found) -> equal(faults, what, found, 0));

        Table table = new Table();
        table.row("logged (ledger)", first.logged, second.logged, "");
        table.row("logged by libraries", first.unnumbered, second.unnumbered, "Jetty's own words");
        table.row("carried in", killed.of("carriedIn"), ended.of("carriedIn"), "found on disk at start");
        table.row("acked", killed.of("acked"), ended.of("acked"), "acknowledged by the " + receipt.receiver());
        table.row("spilled", killed.of("spilled"), ended.of("spilled"), "written to disk: all, spill.mode=always");
        table.row("replayed", killed.of("replayed"), ended.of("replayed"), "read back from disk");
        table.row("dropped", droppedFirst, ended.of("dropped"), "counted by the appender, whenFull=drop");
        long lost = Math.max(first.gaps - droppedFirst, 0);
        long lostSecond = Math.max(second.gaps - ended.of("dropped"), 0);
        table.row("lost in the outage", lost, lostSecond, "missing and not counted, though later events are there");
        table.row("lost by the kill", first.tail, second.tail, "in ring and open batch" + age(first));
        table.row("stored (files)", first.stored, second.stored, "in " + receipt.store());
        table.micros(
                "worst stall, us", killed, ended, "stallWorstNanos", "of an application thread in one logger call");
        table.micros("99.9 % below, us", killed, ended, "stallP999Nanos", "");
        table.micros(
                "worst hiccup, us",
                killed,
                ended,
                "hiccupWorstNanos",
                "of a thread that only sleeps: the JVM's and the machine's own");
        table.line(
                "repeats removed %,d, duplicates %,d, order violations %,d, clean ends %,d, killed epochs declared %,d",
                receipt.repeats(), books.duplicates, books.disordered, books.ends, books.uncleanEnds);
        receipt.lines().forEach(line -> table.line("%s", line));
        faults.forEach(fault -> table.line("UNEXPLAINED: %s", fault));
        if (faults.isEmpty()) {
            table.line(
                    "The books balance: every event in the ledger is in %s once and in order,"
                            + " or is one of the %,d lost by the kill or the %,d dropped and counted.",
                    receipt.store(), first.tail, droppedFirst + ended.of("dropped"));
        }
        return new Report(table.text.toString(), faults);
    }

    private static void equal(List<String> faults, String what, long found, long expected) {
        if (found != expected) {
            faults.add(what + ": " + found + " is not " + expected + ".");
        }
    }

    private static String age(Books.Run run) {
        return run.tail == 0 ? "" : ", of its last " + (run.newestMillis - run.oldestTailMillis) + " ms";
    }

    /** Lines of text. */
    private static final class Table {
        private static final String ROW = "%-20s %,12d %,12d %,12d  %s";

        final StringBuilder text = new StringBuilder();

        Table() {
            line("%-20s %12s %12s %12s", "", "killed shop", "second shop", "both");
        }

        void row(String name, long first, long second, String note) {
            line(ROW, name, first, second, first + second, note);
        }

        void micros(String name, Numbers first, Numbers second, String nanos, String note) {
            long one = first.of(nanos) / 1_000;
            long other = second.of(nanos) / 1_000;
            line(ROW, name, one, other, Math.max(one, other), note);
        }

        void line(String format, Object... values) {
            text.append(String.format(Locale.ROOT, format, values).stripTrailing())
                    .append('\n');
        }
    }
}
