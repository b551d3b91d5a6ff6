package io.logferry.json;

import java.nio.charset.StandardCharsets;

/** Constants of the format as bytes. Any thread. */
final class Ascii {
    private Ascii() {}

    static byte[] bytes(String constant) {
        return constant.getBytes(StandardCharsets.US_ASCII);
    }
}
