/**
 * The TCP sink and its protocol.
 *
 * <p>Owner: the sender thread owns the channel and all buffers; a connector thread lives only while a connection is
 * made (files, DNS, connect, TLS, HELLO, WELCOME) and hands the finished, non-blocking connection over.
 *
 * <p>The protocol: each side sends messages, little-endian. The client begins with HELLO, the collector answers WELCOME
 * (or NACK and closes). A collector that has a shared key answers CHALLENGE first, and says and does nothing about the
 * stream before PROOF is right; without it, NACK. Then the client sends FRAME and RANGE in order of position; ACK is
 * cumulative. A side that sent nothing for 10 s sends PING; a side that received nothing for 30 s disconnects.
 *
 * <p>Several collectors share nothing, so one that a stream comes to knows only HELLO's base: it takes what follows, and
 * notes that the rest was settled elsewhere. {@link io.logferry.sink.tcp.Targets} says which they are, {@link
 * io.logferry.sink.tcp.WayBack} leads back to the preferred one.
 *
 * <pre>
 *   +---------+------------------+------+
 *   | u8 type | u32 body length  | body |
 *   +---------+------------------+------+
 *   1 HELLO    u8 version = 1, u128 stream id (two i64: high half, low half), i64 epoch, i64 base epoch,
 *              i64 base seq, u32 largest frame in bytes, u16 length + source (UTF-8), u16 length + authentication:
 *              the client's nonce (32 bytes) if it has a shared key, else empty
 *   2 WELCOME  u8 version = 1, i64 last epoch, i64 last seq, u32 window in bytes
 *   3 FRAME    a frame as in io.logferry.frame
 *   4 RANGE    u8 reason (ordinal of DropReason), i64 epoch, i64 from seq, i64 to seq
 *   5 ACK      i64 epoch, i64 seq
 *   6 NACK     u8 code (ordinal of Nack.Code), u8 permanent (0 or 1), i64 epoch, i64 first seq, u32 count,
 *              u16 length + text (UTF-8); count 0: the frame is not known, its header was damaged
 *   7 PING     empty
 *   8 CHALLENGE  the collector's nonce (32 bytes)
 *   9 PROOF    HMAC-SHA256 (32 bytes) under the shared key over the text "logferry proof 1" (ASCII), the client's nonce,
 *              the collector's nonce, HELLO's body
 * </pre>
 *
 * Invariants: no body length is believed before it is compared with its type's limit; an unknown type, version or
 * length is a protocol error and ends the connection. There is at most one attempt or one connection, or both while a
 * better target is looked for; an attempt that nobody waits for any more closes its channel itself. Buffers are fixed:
 * 8 KiB in, 256 KiB out and the frame behind it.
 * With TLS the same bytes go through a channel that encrypts, the plain one is as it was; all that TLS does after its
 * handshake (new keys, alerts) is done by the sender thread's reads and writes, which never wait.
 * The shared key itself is never sent; the proof is worth nothing for another HELLO or another connection. It says
 * nothing about the collector, and protects none of what follows: that is TLS's part, without which no key is taken.
 */
@NullMarked
package io.logferry.sink.tcp;

import org.jspecify.annotations.NullMarked;
