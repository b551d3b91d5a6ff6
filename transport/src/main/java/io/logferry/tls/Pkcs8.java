package io.logferry.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Wraps the older forms of keys in PKCS#8, the one that Java reads. Any thread.
 *
 * <pre>
 *   PKCS#8  sequence: number 0, sequence: algorithm, parameters; bytes: the older form
 *   PKCS#1  sequence: number 0, modulus, exponents, ...     algorithm RSA, parameters null
 *   SEC 1   sequence: number 1, bytes, [0] curve, [1] ...   algorithm EC, parameters that curve
 * </pre>
 */
final class Pkcs8 {
    private static final int SEQUENCE = 0x30;
    private static final int BYTES = 0x04;
    private static final int CURVE = 0xA0;
    private static final byte[] VERSION = {2, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Pkcs8() {}

    static byte[] ofRsa(byte[] pkcs1) {
        return wrap(value(SEQUENCE, RSA), pkcs1);
    }

    static byte[] ofEc(byte[] sec1) throws UnusableException {
        try {
            ByteBuffer inside = enter(ByteBuffer.wrap(sec1));
            while (inside.hasRemaining()) {
                int tag = inside.get(inside.position()) & 0xFF;
                ByteBuffer content = enter(inside);
                if (tag == CURVE) {
                    byte[] curve = new byte[content.remaining()];
                    content.get(curve);
                    return wrap(value(SEQUENCE, EC, curve), sec1);
                }
            }
        } catch (BufferUnderflowException | IllegalArgumentException cutOff) {
            // as without a curve
        }
        throw new UnusableException("holds an EC key that does not name its curve, convert it: " + PrivateKeys.CONVERT);
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return value(SEQUENCE, VERSION, algorithm, value(BYTES, key));
    }

    /** Steps over a value; gives its content. */
    private static ByteBuffer enter(ByteBuffer in) {
        in.get();
        int length = in.get() & 0xFF;
        if (length >= 0x80) {
            int lengthBytes = length & 0x7F;
            length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = (length << 8) | (in.get() & 0xFF);
            }
        }
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return content;
    }

    private static byte[] value(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] size = { // the shortest form, which is the only one allowed; a key never has 64 KiB
            (byte) 0x82, (byte) (length >> 8), (byte) length
        };
        if (length < 0x80) {
            size = new byte[] {(byte) length};
        } else if (length < 0x100) {
            size = new byte[] {(byte) 0x81, (byte) length};
        }
        ByteBuffer out = ByteBuffer.allocate(1 + size.length + length);
        out.put((byte) tag).put(size);
        for (byte[] part : parts) {
            out.put(part);
        }
        return out.array();
    }
}
