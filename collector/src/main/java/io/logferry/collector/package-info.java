/**
 * The TCP collector: receives frames, removes repeats by position, stores each stream's records as lines, acknowledges
 * what is durable.
 *
 * <p>Owner threads: event loops own the connections (bytes, deadlines, acks); a few storage threads own the streams, one
 * at a time each, so that one stream's stores are strictly serial.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Nothing is acknowledged before its lines and its index entry were forced. Frames that queued up while a force
 *       ran form one group: one write of lines, one of entries, then both files forced, then one ack.
 *   <li>A group begins only after the group before it was forced: so after a crash only the last group can be torn.
 *   <li>A stream's position moves only by index entries; the newest index alone is enough to know it.
 *   <li>No byte of a message is kept in memory before its length was compared with its limit and counted; a body's room
 *       grows with the bytes that come, to at most twice as many.
 *   <li>With TLS, the caps and the deadline of the handshake count from the TCP connection on. With a shared key, nothing
 *       is done for a stream, and nothing said about it, before the proof is right.
 *   <li>Certificates that change serve new connections; those that stand keep theirs, and nothing of theirs is touched.
 *   <li>A stream is not bound to who sent it first: all who hold the key, or a certificate of a trusted authority, are
 *       one domain of trust. What keeps them apart are the stream ids, 128 random bits each.
 * </ul>
 *
 * Files: {@code DIR/<source>/<streamId>-<n>.log} holds lines, {@code .idx} beside it one entry per stored frame or
 * marker, little-endian, 64 bytes each, the first one the header:
 *
 * <pre>
 *   header
 *   0      1         2      4       8                    24            32          40            48         56     60      64
 *   +------+---------+------+-------+--------------------+-------------+-----------+-------------+----------+------+-------+
 *   | 1    | version | open | magic | stream id, 2 x i64 | last epoch  | last seq  | hello epoch | created  | zero | CRC   |
 *   +------+---------+------+-------+--------------------+-------------+-----------+-------------+----------+------+-------+
 *   entry
 *   0      1         2      4       8                    16            24          32            40         44     60      64
 *   +------+---------+------+-------+--------------------+-------------+-----------+-------------+----------+------+-------+
 *   | kind | version | first| length| offset             | epoch       | first seq | count       | data CRC | zero | CRC   |
 *   +------+---------+------+-------+--------------------+-------------+-----------+-------------+----------+------+-------+
 *   open: 1 if the last epoch had no END yet; created: milliseconds since 1970
 *   first: 1 if the entry is the first of its group; offset, length and data CRC32C: of its lines in the .log
 *   kind: 2 DATA, 3 END, 4 RANGE, 5 UNCLEAN, 6 ELSEWHERE, 7 HELLO; CRC: CRC32C over the stream id, then bytes 0 to 59
 *   position after DATA, END, RANGE and ELSEWHERE = (epoch, first seq + count - 1)
 * </pre>
 */
@NullMarked
package io.logferry.collector;

import org.jspecify.annotations.NullMarked;
