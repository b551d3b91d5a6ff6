/**
 * What a consumer of a topic that a kafkaSink writes needs: the identity of each record, and a de-duplicator that goes by
 * it. Nothing here imports Kafka's client, so that it fits any version of it:
 *
 * <pre>
 *   Header header = record.headers().lastHeader(RecordId.HEADER_NAME);
 *   RecordId id = header == null ? null : RecordId.parse(header.value());
 *   if (id == null || deduplicator.accept(id) != Verdict.REPEATED) {
 *       store(record.value()); // null: written by somebody else
 *   }
 * </pre>
 *
 * <p>Owner: {@link io.logferry.kafka.RecordId} is immutable, and written by the sink's sender thread; a {@link
 * io.logferry.kafka.Deduplicator} belongs to the consumer's thread.
 *
 * <p>Invariants: a record is never withheld unless its (stream, epoch, seq) was passed on before; memory is bounded
 * whatever comes in; data wins over a RANGE that declares it lost.
 *
 * <p>Each record has exactly one header named {@code logferry}. Big-endian, as Kafka's own protocol is; a reader
 * ignores what is not exactly this:
 *
 * <pre>
 *   0         1      2                       18              26              34
 *   +---------+------+-----------------------+---------------+---------------+
 *   | version | type | stream id, 16 bytes   | i64 epoch     | i64 seq       |
 *   +---------+------+-----------------------+---------------+---------------+
 *   34                                       42              43
 *   +----------------------------------------+---------------+
 *   | i64 last lost seq                      | u8 reason     |  type 2 (RANGE) only
 *   +----------------------------------------+---------------+
 *   version = 1
 *   type    0 DATA   a record with a number of its own; TOTALS markers are such records
 *           1 END    the same, and the epoch ended cleanly if no higher number follows
 *           2 RANGE  without a number: those from seq to last lost seq will not come
 *   stream id = the UUID's bytes in the order of RFC 9562
 *   reason = ordinal of io.logferry.frame.DropReason
 *   epoch, seq and last lost seq are never negative; seq and last lost seq are below 2^63 - 1
 * </pre>
 */
@NullMarked
package io.logferry.kafka;

import org.jspecify.annotations.NullMarked;
