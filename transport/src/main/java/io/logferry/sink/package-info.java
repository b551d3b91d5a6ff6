/**
 * What the sender needs of a destination. A sink takes frames and lost ranges in order and reports, when polled, how
 * far they are durable.
 *
 * <p>Owner: the sender thread calls everything but {@link io.logferry.sink.Sink#close}, which may wait and is called on
 * a thread of its own after the last other call.
 *
 * <p>Invariants: no call but close blocks for more than about 10 ms: a short-lived connector thread makes the
 * connection. Between connected and the next connected or disconnected lies one connection; acks are cumulative and only ever for what was
 * sent on it. After disconnected nothing is reported until the next connect.
 */
@NullMarked
package io.logferry.sink;

import org.jspecify.annotations.NullMarked;
