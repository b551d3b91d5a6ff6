/**
 * Measurements of parts in JMH's JVMs; {@code benchmarks/README.md} says what is measured and how to run it.
 *
 * <p>Of each there are two classes: {@code ...Benchmark} is one of the command line's, in the parent: it runs JMH and
 * compares what JMH's iterations gave. The other has the annotated methods, from which JMH generates its own; it and its
 * states are public for that alone.
 *
 * <p>Encoders are measured as the sender uses them. They are package-private, so {@code io.logferry.logback} and
 * {@code io.logferry.log4j2} each have one class in this module, which opens them; nobody else gets it.
 *
 * <p>Invariants: JMH's JSON is written as it is, beside the text; a result of a ring that should have been taken from
 * but dropped is no result but a failure.
 *
 * <p>Owner: JMH's threads, as each state's scope says; the parent's main thread.
 */
@NullMarked
package io.logferry.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
