package io.logferry.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares the ledger with the files of what was received, event by event. One thread. */
final class Books {
    private static final String LEDGER_LABEL = "\"ledger\":\"";

    /** One run of the shop. */
    static final class Run {
        private final Map<Integer, ThreadBook> threads = new TreeMap<>();
        long logged;
        long stored;
        /** Stored without a number: what libraries logged. */
        long unnumbered;
        /** Missing although a later event of the same thread was stored. */
        long gaps;
        /** Missing, and so is whatever the same thread logged later. */
        long tail;

        long oldestTailMillis = Long.MAX_VALUE;
        long newestMillis;
    }

    /** One thread of one run. */
    private static final class ThreadBook {
        final List<Long> loggedMillis = new ArrayList<>();
        final BitSet stored = new BitSet();
        int last;
    }

    private final List<Run> runs = new ArrayList<>();
    private Run storing = new Run();
    long unknown;
    long duplicates;
    long disordered;
    /** The appender's own records: totals and ends. */
    long markerRecords;

    long ends;
    long uncleanEnds;

    private Books() {}

    /** Reads both. */
    static Books read(Path ledger, Path stored) throws IOException {
        Books books = new Books();
        try (BufferedReader lines = Files.newBufferedReader(ledger)) {
            lines.lines().forEach(books::logged);
        }
        books.storing = books.run(1);
        try (Stream<Path> files = Files.walk(stored)) {
            // a stream's files are numbered in order, and the shop has one stream
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
                try (BufferedReader lines = Files.newBufferedReader(file)) {
                    lines.lines().forEach(books::stored);
                }
            }
        }
        books.runs.forEach(Books::compare);
        return books;
    }

    /** The first run is 1. */
    Run run(int number) {
        while (runs.size() < number) {
            runs.add(new Run());
        }
        return runs.get(number - 1);
    }

    /** Stored lines that the appender sent: all but the receiver's own. */
    long records() {
        return markerRecords
                + runs.stream().mapToLong(run -> run.stored + run.unnumbered).sum();
    }

    private static int[] numbers(String id) {
        return Stream.of(id.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private void logged(String line) {
        int space = line.indexOf(' ');
        int[] id = numbers(line.substring(0, space));
        Run run = run(id[0]);
        run.logged++;
        run.newestMillis = Long.parseLong(line.substring(space + 1));
        run.threads.computeIfAbsent(id[1], any -> new ThreadBook()).loggedMillis.add(run.newestMillis);
    }

    private void stored(String line) {
        int label = line.indexOf(LEDGER_LABEL);
        if (label >= 0) {
            int start = label + LEDGER_LABEL.length();
            event(numbers(line.substring(start, line.indexOf('"', start))));
        } else if (line.contains("\"event.action\":\"logferry.")) {
            marker(line);
        } else {
            storing.unnumbered++;
        }
    }

    private void event(int[] id) {
        storing = run(id[0]);
        storing.stored++;
        ThreadBook thread = storing.threads.computeIfAbsent(id[1], any -> new ThreadBook());
        if (id[2] > thread.loggedMillis.size()) {
            unknown++;
        } else if (thread.stored.get(id[2])) {
            duplicates++;
        } else if (id[2] < thread.last) {
            disordered++;
        }
        thread.stored.set(id[2]);
        thread.last = Math.max(thread.last, id[2]);
    }

    private void marker(String line) {
        if (line.contains("\"logferry.dropped\":")) { // in the sender's records only
            markerRecords++;
            ends += line.contains("\"logferry.end\"") ? 1 : 0;
        } else {
            uncleanEnds += line.contains("\"UNKNOWN_TAIL\"") ? 1 : 0;
        }
    }

    private static void compare(Run run) {
        for (ThreadBook thread : run.threads.values()) {
            int logged = thread.loggedMillis.size();
            run.gaps += thread.last - thread.stored.cardinality();
            run.tail += logged - thread.last;
            if (logged > thread.last) {
                run.oldestTailMillis = Math.min(run.oldestTailMillis, thread.loggedMillis.get(thread.last));
            }
        }
    }
}
