/**
 * Events for the JDK's Flight Recorder: what becomes of a frame, of the sink and of what is lost.
 *
 * <p>Owner: the sender threads; no application thread emits one.
 *
 * <p>Invariants: while nobody records, each costs one check and allocates nothing. A runtime without the module jdk.jfr
 * works all the same: {@link io.logferry.jfr.FlightLog} is the only class here that others use, and it links none of the
 * events before it knows that the module is there. No event holds a record's content or a secret.
 */
@NullMarked
package io.logferry.jfr;

import org.jspecify.annotations.NullMarked;
