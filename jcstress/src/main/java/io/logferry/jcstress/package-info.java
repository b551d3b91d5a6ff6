/**
 * Races, each tried again and again in many modes of the JIT: of the hand-over, of the wake-up, of stopping and of the
 * counters. Over the public classes of the transport, as adapters and the sender use them.
 *
 * <p>Owner: jcstress runs each actor on a thread of its own, and the arbiter after all of them; the actors named
 * consumer and stopper are the ring's one consumer.
 *
 * <p>Every outcome that is not listed as acceptable is forbidden, and names the bug that it would be. In results, events
 * are single characters, and a word of them is the order in which they left the ring.
 */
@NullMarked
package io.logferry.jcstress;

import org.jspecify.annotations.NullMarked;
