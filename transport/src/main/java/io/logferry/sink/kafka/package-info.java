/**
 * The Kafka sink: every record of a frame becomes one Kafka record of one topic, with the body as its value, the stream
 * as its key and a {@link io.logferry.kafka.RecordId} as its one header.
 *
 * <p>Owners: the sender thread owns the sink and its session; a short-lived thread makes a producer and waits for its
 * first metadata; Kafka's network thread calls back for each record; a helper thread closes a producer, which may wait.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>No call of the sender thread waits: {@code max.block.ms} is 0, so a producer that has no room or no metadata says
 *       so, and the same record is offered again later.
 *   <li>A frame is acked when each of its records is durable, or declared lost by a durable RANGE in its place.
 *   <li>A session has one producer and is never revived: after anything but a refusal of single records it is dropped,
 *       and whatever its producer still reports is ignored with it.
 *   <li>A record is refused for good only when Kafka refuses it for what it is: its size, or, sent alone, its content.
 *   <li>Nothing is waited for without end: a producer that answers nothing for a minute is given up, and what is not
 *       settled is sent with the next.
 * </ul>
 */
@NullMarked
package io.logferry.sink.kafka;

import org.jspecify.annotations.NullMarked;
