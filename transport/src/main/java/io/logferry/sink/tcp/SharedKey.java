package io.logferry.sink.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A key that a collector and its clients share; it shows itself nowhere. Immutable. */
public final class SharedKey {
    /** Fewest characters of a key. */
    public static final int MIN_CHARACTERS = 16;

    private static final int MAX_FILE_BYTES = 4096;
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "logferry proof 1".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    private SharedKey(byte[] key) {
        this.key = key;
    }

    /**
     * The key that is this text without the white space around it.
     *
     * @throws IllegalArgumentException if it is too short
     */
    public static SharedKey of(String text) {
        String stripped = text.strip();
        if (stripped.length() < MIN_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the shared key has characters=" + stripped.length() + ", allowed are at least " + MIN_CHARACTERS);
        }
        return new SharedKey(stripped.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The key that is a file's text (UTF-8) without the white space around it.
     *
     * @throws IllegalArgumentException if the file can't be read, is over 4096 bytes, holds no text or one that is too short
     */
    public static SharedKey read(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) { // a pipe would wait for ever
            throw new IllegalArgumentException("file=" + file + " is no regular file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_FILE_BYTES + 1);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("file=" + file + " can't be read: " + unreadable, unreadable);
        }
        if (bytes.length > MAX_FILE_BYTES) {
            throw new IllegalArgumentException(
                    "file=" + file + " is no shared key: allowed are at most " + MAX_FILE_BYTES + " bytes of text");
        }
        String text;
        try { // bytes that are no text would all become the same character, and the key easy to guess
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw new IllegalArgumentException("file=" + file + " is no shared key: allowed is text in UTF-8", binary);
        }
        try {
            return of(text);
        } catch (IllegalArgumentException tooShort) {
            throw new IllegalArgumentException("file=" + file + ": " + tooShort.getMessage(), tooShort);
        }
    }

    /** Random bytes that were never used before. */
    public static byte[] newNonce() {
        byte[] nonce = new byte[Wire.NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    /** PROOF's body: that its sender has this key. */
    public byte[] proof(byte[] clientNonce, byte[] serverNonce, byte[] helloBody) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(PURPOSE);
            mac.update(clientNonce);
            mac.update(serverNonce);
            return mac.doFinal(helloBody);
        } catch (GeneralSecurityException noSuchAlgorithm) { // every JVM has it
            throw new IllegalStateException(noSuchAlgorithm);
        }
    }

    /** Tells, in a time that says nothing about the key, whether this proof was made with it. */
    public boolean accepts(byte[] proof, byte[] clientNonce, byte[] serverNonce, byte[] helloBody) {
        return MessageDigest.isEqual(proof(clientNonce, serverNonce, helloBody), proof);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SharedKey that && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "SharedKey[...]";
    }
}
