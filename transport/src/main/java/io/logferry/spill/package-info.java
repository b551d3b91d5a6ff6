/**
 * The durable FIFO of frames.
 *
 * <p>Owner: the sender thread; {@link Disk#lock} is safe from any thread.
 */
@NullMarked
package io.logferry.spill;

import org.jspecify.annotations.NullMarked;
