/**
 * The Log4j2 appender, and the elements that its configuration is made of.
 *
 * <p>Owner: any thread appends; the thread that configures Log4j starts and stops; encoding is done on the pipeline's
 * sender thread.
 *
 * <p>Invariants: an event is copied into a pooled {@code HeldEvent} before append returns, because Log4j uses its own
 * again; in steady state that allocates nothing. A HeldEvent has one owner at a time: the thread that claimed it, then the
 * ring, then the sender thread, which gives it back. Append throws nothing unless {@code ignoreExceptions=false}
 * asks for it. Appenders of the same configuration share one pipeline: Log4j starts the new one before it stops the old
 * one.
 */
@NullMarked
package io.logferry.log4j2;

import org.jspecify.annotations.NullMarked;
