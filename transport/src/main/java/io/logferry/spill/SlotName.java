package io.logferry.spill;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a slot's folder says. Immutable.
 *
 * @param source the application's name
 * @param appenderName whose slot it is
 * @param number which one of this appender's
 */
public record SlotName(String source, String appenderName, long number) {
    /** Null if this is no name of a slot's folder. */
    public static @Nullable SlotName parse(String folderName) {
        int last = folderName.lastIndexOf('-');
        int middle = folderName.lastIndexOf('-', last - 1);
        if (middle < 0 || !folderName.substring(last + 1).matches("0|[1-9][0-9]{0,8}")) {
            return null;
        }
        SlotName name = new SlotName(
                unescape(folderName.substring(0, middle)),
                unescape(folderName.substring(middle + 1, last)),
                Long.parseLong(folderName.substring(last + 1)));
        return name.folderName().equals(folderName) ? name : null;
    }

    /** The name of the folder. */
    String folderName() {
        return prefix() + number;
    }

    String prefix() {
        return prefix(source, appenderName);
    }

    static String prefix(String source, String appenderName) {
        return escape(source, true) + "-" + escape(appenderName, false) + "-";
    }

    /** Letters, digits, dot and underscore stay; so does a dash, where the name remains unambiguous. */
    private static String escape(String name, boolean isDashKept) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean isKept = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || b == '.'
                    || b == '_'
                    || (b == '-' && isDashKept);
            escaped.append(isKept ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return escaped.toString();
    }

    private static String unescape(String escaped) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); i++) {
            boolean isEscape = escaped.startsWith("%", i)
                    && i + 3 <= escaped.length()
                    && escaped.substring(i + 1, i + 3).matches("[0-9A-F]{2}");
            name.write(isEscape ? Integer.parseInt(escaped.substring(i + 1, i + 3), 16) : escaped.charAt(i));
            i += isEscape ? 2 : 0;
        }
        return name.toString(StandardCharsets.UTF_8);
    }
}
