package io.logferry.benchmarks;

/** What the defaults of batch and ring were chosen by: the whole path with other values, one at a time. */
final class SettingsBenchmark implements Benchmark {
    private static final int MOST_ROUNDS = 3;
    private static final String DEFAULTS = LogbackSubjects.LOGFERRY.label();

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public void run(Run run) throws Exception {
        int rounds = Math.min(run.rounds(), MOST_ROUNDS);
        run.say("As path, with one setting changed in each row; logferry: batch.maxBytes=128KB, batch.lingerMillis=50,"
                + " ringCapacity=8192. " + rounds + " rounds.");
        for (int round = 1; round <= rounds; round++) {
            run.results().add(round, DEFAULTS, PathBenchmark.measure(run, LogbackSubjects.LOGFERRY));
            for (Subject subject : LogbackSubjects.SETTINGS) {
                run.results().add(round, subject.label(), PathBenchmark.measure(run, subject));
            }
        }
        run.say(run.results().table("CPU s/M", "of it appender", "events/s", "wire bytes/event"));
        for (Subject subject : LogbackSubjects.SETTINGS) {
            run.ratio("CPU s/M", subject, DEFAULTS, "no target");
        }
    }
}
