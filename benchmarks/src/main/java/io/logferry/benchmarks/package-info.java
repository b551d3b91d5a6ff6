/**
 * Measurements of whole processes, with the peers beside us in the same run; {@code benchmarks/README.md} says what is
 * measured, how to run it and what it found. The command line is here; parts are measured in {@link
 * io.logferry.benchmarks.jmh}.
 *
 * <p>Two kinds of mains. {@link io.logferry.benchmarks.Benchmarks} is the parent: it forks a fresh JVM for each
 * measurement, alternates the subjects (A B A B), compares them pair by pair and writes results. The classes named
 * {@code ...Process} are the forked JVMs: applications under measurement, which print {@code metric=value} lines, and
 * the receivers that they send to.
 *
 * <p>Invariants: an application and its receiver never share a process; a result whose receiver did not get every event
 * is no result but a failure, unless losses are what is measured; all processes started are ended by their parent.
 *
 * <p>Two commands read results instead: {@link io.logferry.benchmarks.Charts} draws them, {@link
 * io.logferry.benchmarks.Comparison} puts new ones beside older ones. Only ratios of one round are compared; one is worse
 * if its rounds lie wholly on the bad side of the older ones and its median is worse by more than 10 %.
 *
 * <p>Owner: each process is measured by its main thread.
 */
@NullMarked
package io.logferry.benchmarks;

import org.jspecify.annotations.NullMarked;
