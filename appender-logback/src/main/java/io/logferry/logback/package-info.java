/**
 * The Logback appender, and the elements that its configuration is made of.
 *
 * <p>Owner: any thread appends; the thread that configures Logback starts and stops; encoders run on the pipeline's
 * sender thread.
 *
 * <p>Invariants: append never throws, never reports a status (status listeners run under a lock) and hands an event over
 * only after everything that is lazy or mutable in it was taken on the caller's thread. An ERROR status is for wrong
 * configuration, from start() only: frameworks on top of Logback abort the application on any. When Logback is reset,
 * the pipeline goes on, and the appender that is configured next takes it over: nothing is drained while Logback has no
 * appender.
 */
@NullMarked
package io.logferry.logback;

import org.jspecify.annotations.NullMarked;
