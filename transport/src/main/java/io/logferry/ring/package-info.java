/**
 * The lock-free hand-over of events from application threads to the sender, and how the sender waits for them.
 *
 * <p>Owner: any thread offers; one consumer, the sender thread, polls and parks.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>An offer makes no system call, except at most one unpark per park: when the ring is a quarter full and the
 *       consumer sleeps, or at the first event after it had been idle for long.
 *   <li>The consumer never sleeps longer than the bound it gives, so that a wake-up which is not sent costs time, not
 *       events.
 *   <li>An event of a pool has one owner at a time: the thread that claimed it, the ring, the consumer, the pool.
 *   <li>A caller may fail anywhere, at the end of its stack for example: it costs its own event at most, and nobody waits
 *       for it.
 *   <li>What the ring took is exactly {@code taken()}: also of an offer that races the end, nothing is counted twice.
 * </ul>
 */
@NullMarked
package io.logferry.ring;

import org.jspecify.annotations.NullMarked;
