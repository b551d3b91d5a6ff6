/**
 * The pipeline as the adapters see it: start it with a configuration and an encoder, offer events, read its statistics,
 * stop it. {@link io.logferry.Replay} delivers what a process left that does not run any more, for other slots of the same
 * appender and for tools.
 *
 * <p>Owner: any thread offers; the pipeline's own sender thread does everything else, for one {@link io.logferry.Lane} or
 * for several behind the one ring. What others see of it (statistics, its MXBean, a listener, whoever watches all
 * pipelines) are snapshots that they take on threads of their own: the sender waits for none of them.
 *
 * <p>Invariants: offer never blocks on the network, the disk or a lock of the sender, and never throws. Once the pipeline
 * has stopped, {@code carriedIn + accepted = acked + dropped + onDisk}; before that the same holds with what is in the
 * ring, in the batch and in flight.
 */
@NullMarked
package io.logferry;

import org.jspecify.annotations.NullMarked;
