package io.logferry.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A window of a byte array that takes JSON text: constants as they are, strings escaped and as UTF-8. Sender thread
 * only.
 *
 * <p>Strings are taken in blocks: copied to a char array, which is much faster and steadier to scan than charAt(), and
 * escaped from there. A block that might not fit is escaped into a spare array first, so there is one loop without
 * limit checks and nothing is ever written past the limit.
 *
 * <p>Most text needs no escape. So a block is first copied as bytes as far as it is Latin-1, and these are looked at by
 * eights: both are several times as fast as a loop over the characters, which does the rest.
 */
final class JsonOut {
    private static final int BLOCK_CHARS = 512;
    static final int MAX_BYTES_PER_CHAR = 6;
    private static final int MAX_LONG_BYTES = 20;
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");
    /** By ASCII character: 0 = written as it is, 'u' = as \\u00XX, else the letter after the backslash. */
    private static final byte[] ESCAPES = escapes();

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x01010101_01010101L;
    private static final long HIGH_BITS = 0x80808080_80808080L;

    private final char[] chars = new char[BLOCK_CHARS];
    private final CharBuffer block = CharBuffer.wrap(chars);
    private final CharsetEncoder latin1 = StandardCharsets.ISO_8859_1.newEncoder();
    private ByteBuffer target = ByteBuffer.allocate(0);
    private final byte[] spare = new byte[BLOCK_CHARS * MAX_BYTES_PER_CHAR];
    private final byte[] digits = new byte[MAX_LONG_BYTES];
    private final StringBuilder decimal = new StringBuilder();
    private byte[] array = {};
    private int at;
    private int limit;

    private static byte[] escapes() {
        byte[] table = new byte[128];
        for (int c = 0; c < ' '; c++) {
            table[c] = 'u';
        }
        table['\b'] = 'b';
        table['\t'] = 't';
        table['\n'] = 'n';
        table['\f'] = 'f';
        table['\r'] = 'r';
        table['"'] = '"';
        table['\\'] = '\\';
        table[0x7f] = 'u';
        return table;
    }

    void open(byte[] array, int from, int limit) {
        this.array = array;
        this.at = from;
        this.limit = limit;
        if (target.array() != array) {
            target = ByteBuffer.wrap(array);
        }
    }

    byte[] array() {
        return array;
    }

    int at() {
        return at;
    }

    /** Takes back what was written since {@code at()} was {@code earlier}. */
    void rewind(int earlier) {
        at = earlier;
    }

    void raw(byte[] source) {
        raw(source, 0, source.length);
    }

    void raw(byte[] source, int from, int length) {
        if (length > limit - at) {
            throw new BufferOverflowException();
        }
        System.arraycopy(source, from, array, at, length);
        at += length;
    }

    void raw(char ascii) {
        if (at >= limit) {
            throw new BufferOverflowException();
        }
        array[at++] = (byte) ascii;
    }

    /** The inside of a JSON string. */
    void text(CharSequence text) {
        text(text, false);
    }

    /** As {@link #text}, with the characters that ECS does not allow in the keys of labels replaced by '_'. */
    void labelKey(CharSequence key) {
        text(key, true);
    }

    private void text(CharSequence text, boolean labelKey) {
        int length = text.length();
        for (int from = 0; from < length; ) {
            int count = load(text, from, length);
            from += count;
            if (labelKey) {
                replaceDots(count);
            }
            if (limit - at >= count * MAX_BYTES_PER_CHAR) {
                int plain = copyPlain(count);
                at = escape(plain, count, array, at + plain);
            } else {
                raw(spare, 0, escape(0, count, spare, 0));
            }
        }
    }

    /** Copies the next block and says how long it is; a surrogate pair is never divided. */
    private int load(CharSequence text, int from, int length) {
        int count = Math.min(BLOCK_CHARS, length - from);
        if (text instanceof String string) {
            string.getChars(from, from + count, chars, 0);
        } else if (text instanceof StringBuilder builder) {
            builder.getChars(from, from + count, chars, 0);
        } else {
            for (int i = 0; i < count; i++) {
                chars[i] = text.charAt(from + i);
            }
        }
        boolean more = from + count < length;
        return more && Character.isHighSurrogate(chars[count - 1]) ? count - 1 : count;
    }

    private void replaceDots(int count) {
        for (int i = 0; i < count; i++) {
            char c = chars[i];
            if (c == '.' || c == '*' || c == '\\') {
                chars[i] = '_';
            }
        }
    }

    /** Copies the block until a character may need more than that, and says how many it copied. */
    private int copyPlain(int count) {
        block.limit(count).position(0);
        target.limit(at + count).position(at);
        latin1.encode(block, target, false);
        int end = target.position() - Long.BYTES;
        int plain = at;
        while (plain <= end && !hasSpecial((long) EIGHT.get(array, plain))) {
            plain += Long.BYTES;
        }
        return plain - at;
    }

    /** Tells whether one of eight bytes is an ASCII character with an escape, or none of ASCII. */
    private static boolean hasSpecial(long bytes) {
        // a byte that is less than another has the high bit in the difference, if no byte below it is less as well
        long control = bytes - ' ' * ONES;
        long quote = (bytes ^ '"' * ONES) - ONES;
        long backslash = (bytes ^ '\\' * ONES) - ONES;
        long delete = (bytes ^ 0x7f * ONES) - ONES;
        return ((bytes | control | quote | backslash | delete) & HIGH_BITS) != 0;
    }

    /** Escapes the block from one character on. */
    private int escape(int first, int count, byte[] to, int start) {
        char[] from = chars;
        int end = start;
        for (int i = first; ; ) {
            int shift = end - i;
            char c = 0;
            for (; i < count; i++) {
                c = from[i];
                if (c >= 128 || ESCAPES[c] != 0) {
                    break;
                }
                to[shift + i] = (byte) c;
            }
            end = shift + i;
            if (i == count) {
                return end;
            }
            i++;
            if (!Character.isSurrogate(c)) {
                end = c < 128 ? escapeAscii(c, to, end) : nonAscii(c, to, end);
            } else if (Character.isHighSurrogate(c) && i < count && Character.isLowSurrogate(from[i])) {
                end = fourBytes(Character.toCodePoint(c, from[i]), to, end);
                i++;
            } else {
                end = threeBytes('\ufffd', to, end);
            }
        }
    }

    private static int escapeAscii(char c, byte[] to, int end) {
        if (ESCAPES[c] == 'u') {
            return unicodeEscape(c, to, end);
        }
        to[end] = '\\';
        to[end + 1] = ESCAPES[c];
        return end + 2;
    }

    private static int nonAscii(char c, byte[] to, int end) {
        if (c >= 0x800) {
            boolean endsLine = c == '\u2028' || c == '\u2029';
            return endsLine ? unicodeEscape(c, to, end) : threeBytes(c, to, end);
        }
        if (c < 0xa0) {
            return unicodeEscape(c, to, end);
        }
        to[end] = (byte) (0xc0 | (c >> 6));
        to[end + 1] = (byte) (0x80 | (c & 0x3f));
        return end + 2;
    }

    private static int unicodeEscape(char c, byte[] to, int end) {
        to[end] = '\\';
        to[end + 1] = 'u';
        to[end + 2] = HEX[c >> 12];
        to[end + 3] = HEX[c >> 8 & 0xf];
        to[end + 4] = HEX[c >> 4 & 0xf];
        to[end + 5] = HEX[c & 0xf];
        return end + 6;
    }

    private static int threeBytes(char c, byte[] to, int end) {
        to[end] = (byte) (0xe0 | (c >> 12));
        to[end + 1] = (byte) (0x80 | (c >> 6 & 0x3f));
        to[end + 2] = (byte) (0x80 | (c & 0x3f));
        return end + 3;
    }

    private static int fourBytes(int codePoint, byte[] to, int end) {
        to[end] = (byte) (0xf0 | (codePoint >> 18));
        to[end + 1] = (byte) (0x80 | (codePoint >> 12 & 0x3f));
        to[end + 2] = (byte) (0x80 | (codePoint >> 6 & 0x3f));
        to[end + 3] = (byte) (0x80 | (codePoint & 0x3f));
        return end + 4;
    }

    void number(long value) {
        int from = MAX_LONG_BYTES;
        // digits of the negative, because Long.MIN_VALUE has no positive
        long rest = value < 0 ? value : -value;
        do {
            digits[--from] = (byte) ('0' - rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            digits[--from] = '-';
        }
        raw(digits, from, MAX_LONG_BYTES - from);
    }

    /** JSON has no NaN and no infinities: those three become strings. */
    void number(double value) {
        decimal.setLength(0);
        decimal.append(value);
        if (Double.isFinite(value)) {
            text(decimal);
        } else {
            raw('"');
            text(decimal);
            raw('"');
        }
    }
}
