/**
 * The one background thread of a pipeline: takes events from the ring, makes frames of them, and sees every frame
 * through to where it is settled: acked, or lost and declared.
 *
 * <p>Owner: the sender thread. Only {@link io.logferry.sender.Ledger} and {@link
 * io.logferry.sender.Controls} are touched by others.
 *
 * <p>The way of a record: {@link io.logferry.sender.Intake} (ring to batch to sealed frame), {@link
 * io.logferry.sender.FrameFifo} (the one FIFO of frames, in memory and on disk), {@link io.logferry.sender.Delivery} (the
 * connection: hello, send, acks, refusals, backoff). {@link io.logferry.sender.Sender#runOnce} does one pass over the
 * three; it reads no clock and starts no thread, so that tests drive it step by step.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Frames leave in the order of their positions. Frames on disk are a prefix of the FIFO: before a frame is
 *       journalled, those before it are.
 *   <li>A frame's place (memory, disk, both) and its state (unsent, sent) are independent; spilling changes only the
 *       place, a disconnect only the state.
 *   <li>Before an entry that does not follow the last one goes the RANGE of what is missing, derived at that moment.
 *   <li>Counters change together with what they count, on the sender thread; nothing is counted twice.
 * </ul>
 */
@NullMarked
package io.logferry.sender;

import org.jspecify.annotations.NullMarked;
