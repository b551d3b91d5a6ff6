package io.logferry.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command {@code compare}: new results beside older ones. Immutable.
 *
 * @param notes a sentence for each ratio that is not worse, and for what could not be compared
 * @param failures a sentence for each ratio that is worse beyond noise or that has vanished
 */
record Comparison(List<String> notes, List<String> failures) {
    /** A result that the new folder lacks was not measured again; one that the old folder lacks is new: both are notes. */
    static Comparison of(Path oldDir, Path newDir) throws IOException {
        List<String> notes = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        int compared = 0;
        for (Tracked tracked : Tracked.ALL) {
            Path oldCsv = oldDir.resolve(tracked.benchmark() + ".csv");
            Path newCsv = newDir.resolve(tracked.benchmark() + ".csv");
            if (!Files.exists(newCsv)) {
                notes.add(tracked + " was not measured again: there is no " + newCsv);
                continue;
            }
            Results before = Files.exists(oldCsv) ? Results.read(oldCsv) : new Results();
            Results now = Results.read(newCsv);
            if (!tracked.isIn(before)) {
                notes.add(tracked + " can't be compared: it is not in " + oldCsv);
            } else if (!tracked.isIn(now)) {
                failures.add(tracked + " has vanished: it is in " + oldCsv + ", not in " + newCsv);
            } else if (!tracked.hasEnoughRounds(before) || !tracked.hasEnoughRounds(now)) {
                notes.add(tracked + " can't be compared: it has fewer than 3 rounds in " + oldCsv + " or " + newCsv);
            } else {
                compared++;
                Spread was = tracked.ratio(before);
                Spread is = tracked.ratio(now);
                (tracked.isWorse(was, is) ? failures : notes).add(tracked.describe(was, is));
            }
        }
        if (compared == 0 && failures.isEmpty()) {
            failures.add("nothing was compared: " + newDir + " has no result of 3 rounds that " + oldDir + " has too");
        }
        return new Comparison(notes, failures);
    }

    /** Says everything, the failures last. */
    void print() {
        notes.forEach(System.out::println);
        failures.forEach(failure -> System.err.println("FAILED " + failure));
    }
}
