package io.logferry.collector;

import io.logferry.sink.Hello;
import io.logferry.sink.Nack;
import io.logferry.sink.tcp.SharedKey;
import io.logferry.sink.tcp.Wire;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a client has to say before anything is done for it: HELLO, and PROOF if the collector has a shared key. Immutable.
 */
final class Handshake {
    /** What follows. */
    sealed interface Answer {}

    /** The client may have its stream. */
    record Admitted(Hello hello) implements Answer {}

    /** It may not. */
    record Refused(Nack nack) implements Answer {}

    /** The client has to prove that it has the key. */
    static final class Challenge implements Answer {
        private final SharedKey key;
        private final Hello hello;
        private final byte[] helloBody;
        private final byte[] clientNonce;
        private final byte[] nonce = SharedKey.newNonce();

        private Challenge(SharedKey key, Hello hello, byte[] helloBody, byte[] clientNonce) {
            this.key = key;
            this.hello = hello;
            this.helloBody = helloBody;
            this.clientNonce = clientNonce;
        }

        ByteBuffer message() {
            return Wire.challenge(nonce);
        }

        Answer proof(byte[] body) throws Wire.ProtocolException {
            byte[] proof = Wire.readProof(ByteBuffer.wrap(body));
            return key.accepts(proof, clientNonce, nonce, helloBody)
                    ? new Admitted(hello)
                    : refused(
                            hello,
                            "the shared key is not this collector's: compare tcpSink.sharedKeyFile with its"
                                    + " --shared-key-file");
        }

        Answer tooLate(long limitMillis) {
            return refused(hello, ASKS + " (no PROOF came within " + limitMillis + " ms)");
        }
    }

    private static final String ASKS = "this collector asks for a shared key: set tcpSink.sharedKeyFile";

    private final @Nullable SharedKey key;

    Handshake(@Nullable SharedKey key) {
        this.key = key;
    }

    Answer hello(byte[] body) throws Wire.ProtocolException {
        Hello hello = Wire.readHello(ByteBuffer.wrap(body));
        if (hello.base().epoch() > hello.epoch()) {
            throw new Wire.ProtocolException("HELLO has base=" + hello.base() + " above epoch=" + hello.epoch());
        }
        if (key == null) {
            return new Admitted(hello);
        }
        byte[] clientNonce = Wire.readNonce(ByteBuffer.wrap(body));
        return clientNonce.length == Wire.NONCE_BYTES
                ? new Challenge(key, hello, body, clientNonce)
                : refused(hello, ASKS);
    }

    private static Refused refused(Hello hello, String text) {
        return new Refused(new Nack(Nack.Code.REFUSED, true, hello.epoch(), 0, 0, text));
    }
}
