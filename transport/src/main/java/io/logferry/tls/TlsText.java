package io.logferry.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Checks the texts of one {@link TlsConfig}, once. One thread. */
final class TlsText {
    /** Files that are just being replaced are read again before what they hold is called a mistake. */
    private static final int TRIES = 5;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Map<String, String> texts;
    private final UnaryOperator<String> names;
    private final List<String> mistakes;
    private final Runnable pause;
    private final int mistakesBefore;

    TlsText(Map<String, String> texts, UnaryOperator<String> names, List<String> mistakes) {
        this(texts, names, mistakes, () -> LockSupport.parkNanos(PAUSE_NANOS));
    }

    /**
     * As above.
     *
     * @param pause waits for whoever replaces the files
     */
    TlsText(Map<String, String> texts, UnaryOperator<String> names, List<String> mistakes, Runnable pause) {
        this.texts = texts;
        this.names = names;
        this.mistakes = mistakes;
        this.pause = pause;
        this.mistakesBefore = mistakes.size();
    }

    @Nullable TlsConfig client() {
        return parse(TlsConfig.SYSTEM.equals(texts.get("trustFile")));
    }

    @Nullable TlsConfig server() {
        if (!texts.containsKey("certificateFile")) {
            mistakes.add(names.apply("certificateFile") + " is missing, allowed is a PEM or PKCS12 file");
        }
        return parse(false);
    }

    private @Nullable TlsConfig parse(boolean trustsSystem) {
        refuseWithout("trustFile", "trustPassword", "trustPasswordFile");
        refuseWithout("certificateFile", "keyFile", "keyPassword", "keyPasswordFile");
        TlsConfig parsed = new TlsConfig(
                trustsSystem ? null : file("trustFile"),
                Secret.parse(texts, "trustPassword", names, mistakes),
                file("certificateFile"),
                file("keyFile"),
                Secret.parse(texts, "keyPassword", names, mistakes),
                verifyHostname());
        if (trustsSystem && parsed.trustPassword() != null) {
            mistakes.add("a trust password is given, but " + names.apply("trustFile") + "=" + TlsConfig.SYSTEM
                    + " has none");
        }
        if (mistakes.size() == mistakesBefore) { // else it would be told twice
            load(parsed);
        }
        return mistakes.size() == mistakesBefore ? parsed : null;
    }

    private void load(TlsConfig parsed) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            if (i > 0) {
                pause.run();
            }
            wrong.clear();
            if (new TlsMaterial(parsed, TlsFiles.read(parsed), names).load(wrong) != null) {
                return;
            }
        }
        mistakes.addAll(wrong);
    }

    private void refuseWithout(String needed, String... given) {
        for (String name : given) {
            if (texts.containsKey(name) && !texts.containsKey(needed)) {
                mistakes.add(names.apply(name) + " is given without " + names.apply(needed));
            }
        }
    }

    private @Nullable Path file(String name) {
        String text = texts.get(name);
        return text == null ? null : Secret.file(text, names.apply(name), mistakes);
    }

    private boolean verifyHostname() {
        String text = texts.getOrDefault("verifyHostname", "true");
        if (!text.equals("true") && !text.equals("false")) {
            mistakes.add(names.apply("verifyHostname") + "=" + text + " is not allowed, allowed is true or false");
        }
        return !text.equals("false");
    }
}
