package io.logferry.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A password or a key as its user gave it: the text, or the file that holds it in one line. Immutable; equal text gives
 * equal objects, and its toString() does not show it.
 */
public final class Secret {
    private final @Nullable String text;
    private final @Nullable Path file;

    private Secret(@Nullable String text, @Nullable Path file) {
        this.text = text;
        this.file = file;
    }

    /** One that is its text. */
    public static Secret ofText(String text) {
        return new Secret(text, null);
    }

    /** One that is in a file, which is read when it is asked for. */
    public static Secret inFile(Path file) {
        return new Secret(null, file);
    }

    /**
     * Takes one of two texts: {@code name} or {@code nameFile}. A file is not read yet.
     *
     * @param names gives an element's name as messages show it
     * @param mistakes takes what is wrong
     * @return null if none is given, or it is wrong
     */
    public static @Nullable Secret parse(
            Map<String, String> texts, String name, UnaryOperator<String> names, List<String> mistakes) {
        String text = texts.get(name);
        String fileName = texts.get(name + "File");
        if (text != null && fileName != null) {
            mistakes.add(names.apply(name) + " and " + names.apply(name + "File") + " are given, allowed is one");
        } else if (text != null && text.isEmpty()) {
            mistakes.add(names.apply(name) + " is empty");
        } else if (text != null) {
            return ofText(text);
        } else if (fileName != null) {
            Path file = file(fileName, names.apply(name + "File"), mistakes);
            return file == null ? null : inFile(file);
        }
        return null;
    }

    /** Takes a file's name. */
    static @Nullable Path file(String text, String shownName, List<String> mistakes) {
        try {
            if (!text.isEmpty()) {
                return Path.of(text).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException wrong) {
            // as if it were empty
        }
        mistakes.add(shownName + "=" + text + " is not allowed, allowed is a file's path");
        return null;
    }

    /** Where it is read from, null if it is given as a text. */
    public @Nullable Path file() {
        return file;
    }

    /**
     * The secret itself.
     *
     * @throws IllegalStateException if it is in a file
     */
    public String text() {
        if (text == null) {
            throw new IllegalStateException("it is " + this);
        }
        return text;
    }

    /** The secret itself, out of its file's content. */
    String read(byte[] content) throws UnusableException {
        if (text != null) {
            return text;
        }
        String line = new String(content, StandardCharsets.UTF_8).stripTrailing();
        if (line.isEmpty() || line.indexOf('\n') >= 0) {
            throw new UnusableException((line.isEmpty() ? "is empty" : "has several lines") + ", allowed is one line");
        }
        return line;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && Objects.equals(text, secret.text) && Objects.equals(file, secret.file);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, file);
    }

    @Override
    public String toString() {
        return file == null ? "***" : "in " + file;
    }
}
