package io.logferry.sink.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedKeyTest {
    private static final String TEXT = "0123456789abcdef";
    private static final SharedKey KEY = SharedKey.of(TEXT);
    private static final byte[] CLIENT = Arrays.copyOf(new byte[] {1}, Wire.NONCE_BYTES);
    private static final byte[] SERVER = Arrays.copyOf(new byte[] {2}, Wire.NONCE_BYTES);
    private static final byte[] HELLO = {1, 2, 3};

    @TempDir
    Path dir;

    @Test
    void theProofIsTheHmacOfWhatIsDocumented() {
        assertEquals(
                "fb79105dc3cd29d52251605ec20bca8eb81ca01e21e9b5d1353d73633a36512d",
                HexFormat.of().formatHex(KEY.proof(CLIENT, SERVER, HELLO)));
        assertEquals(Wire.PROOF_BYTES, KEY.proof(CLIENT, SERVER, HELLO).length);
    }

    @Test
    void onlyTheProofOfTheSameKeyNoncesAndHelloIsAccepted() {
        byte[] proof = KEY.proof(CLIENT, SERVER, HELLO);
        assertTrue(KEY.accepts(proof, CLIENT, SERVER, HELLO));
        assertFalse(SharedKey.of("another key, as long").accepts(proof, CLIENT, SERVER, HELLO));
        assertFalse(KEY.accepts(proof, SERVER, SERVER, HELLO));
        assertFalse(KEY.accepts(proof, CLIENT, CLIENT, HELLO));
        assertFalse(KEY.accepts(proof, CLIENT, SERVER, new byte[] {1, 2, 4}));
        assertFalse(KEY.accepts(new byte[0], CLIENT, SERVER, HELLO));
        for (int bit = 0; bit < 8 * proof.length; bit++) {
            byte[] wrong = proof.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(KEY.accepts(wrong, CLIENT, SERVER, HELLO), "bit=" + bit);
        }
    }

    @Test
    void noncesAreNeverTheSame() {
        assertFalse(Arrays.equals(SharedKey.newNonce(), SharedKey.newNonce()));
        assertEquals(Wire.NONCE_BYTES, SharedKey.newNonce().length);
    }

    @Test
    void aKeyIsItsTextWithoutTheWhiteSpaceAroundItWhereverItComesFrom() throws IOException {
        assertEquals(KEY, SharedKey.of("  " + TEXT + "\r\n"));
        assertEquals(KEY.hashCode(), SharedKey.of(TEXT).hashCode());
        assertEquals(KEY, SharedKey.read(Files.writeString(dir.resolve("key"), TEXT + "\n")));
        assertNotEquals(KEY, SharedKey.of(TEXT + "0"));
    }

    @Test
    void aKeyDoesNotShowItself() {
        assertFalse(KEY.toString().contains(TEXT));
        String tooShort = "secret";
        assertFalse(refusal(() -> SharedKey.of(tooShort)).contains(tooShort));
    }

    @Test
    void whatIsNoKeyIsRefusedInASentence() throws IOException {
        assertEquals(
                "the shared key has characters=15, allowed are at least 16",
                refusal(() -> SharedKey.of(" " + TEXT.substring(1) + " ")));
        Path file = dir.resolve("key");
        assertTrue(refusal(() -> SharedKey.read(file)).startsWith("file=" + file + " can't be read: "));
        assertEquals("file=" + dir + " is no regular file", refusal(() -> SharedKey.read(dir)));
        Path device = Path.of("/dev/null"); // as a pipe, which would wait for ever
        assertEquals("file=/dev/null is no regular file", refusal(() -> SharedKey.read(device)));
        Files.writeString(file, "\n");
        assertEquals(
                "file=" + file + ": the shared key has characters=0, allowed are at least 16",
                refusal(() -> SharedKey.read(file)));
        Files.write(file, new byte[5_000]);
        assertEquals(
                "file=" + file + " is no shared key: allowed are at most 4096 bytes of text",
                refusal(() -> SharedKey.read(file)));
        Files.write(file, "fünfzehn und mehr".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                "file=" + file + " is no shared key: allowed is text in UTF-8", refusal(() -> SharedKey.read(file)));
    }

    private static String refusal(org.junit.jupiter.api.function.Executable refused) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, refused).getMessage());
    }
}
