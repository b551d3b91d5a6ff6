package io.logferry.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names that come again and again (loggers, threads, levels, label keys), each kept as the finished bytes of its field.
 * Sender thread only.
 *
 * <p>One place per hash and the last name wins it, so memory is bounded. A replaced name's bytes are overwritten where
 * they are: even names that never repeat cost no garbage once the places have grown.
 */
final class FragmentCache {
    private static final int PLACES = 256;
    /** A longer name is encoded each time. */
    private static final int MAX_NAME_CHARS = 128;

    private final byte[] prefix;
    private final byte[] suffix;
    private final boolean labelKeys;
    private final @Nullable String[] names = new @Nullable String[PLACES];
    private final byte[][] fragments = new byte[PLACES][0];
    private final int[] lengths = new int[PLACES];
    private final JsonOut scratch = new JsonOut();
    private final byte[] scratchBytes;

    private FragmentCache(String prefix, String suffix, boolean labelKeys) {
        this.prefix = Ascii.bytes(prefix);
        this.suffix = Ascii.bytes(suffix);
        this.labelKeys = labelKeys;
        this.scratchBytes = new byte[prefix.length() + JsonOut.MAX_BYTES_PER_CHAR * MAX_NAME_CHARS + suffix.length()];
    }

    /** Fields of the form {@code prefix name suffix}. */
    static FragmentCache ofFields(String prefix, String suffix) {
        return new FragmentCache(prefix, suffix, false);
    }

    static FragmentCache ofLabelKeys() {
        return new FragmentCache("\"", "\":", true);
    }

    void write(String name, JsonOut out) {
        if (name.length() > MAX_NAME_CHARS) {
            encode(name, out);
            return;
        }
        int hash = name.hashCode();
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        if (!name.equals(names[place])) {
            replace(place, name);
        }
        out.raw(fragments[place], 0, lengths[place]);
    }

    private void replace(int place, String name) {
        scratch.open(scratchBytes, 0, scratchBytes.length);
        encode(name, scratch);
        int length = scratch.at();
        if (fragments[place].length < length) {
            fragments[place] = Arrays.copyOf(scratchBytes, length);
        } else {
            System.arraycopy(scratchBytes, 0, fragments[place], 0, length);
        }
        lengths[place] = length;
        names[place] = name;
    }

    private void encode(String name, JsonOut out) {
        out.raw(prefix);
        if (labelKeys) {
            out.labelKey(name);
        } else {
            out.text(name);
        }
        out.raw(suffix);
    }
}
