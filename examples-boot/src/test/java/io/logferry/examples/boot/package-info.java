/**
 * The example as it is, in JVMs of its own, under each line of Spring Boot: what its collector stored is compared with
 * what it printed.
 *
 * <p>Owner: the thread of the test.
 *
 * <p>Invariants: only the arguments are the tests', and with them the pattern of the console, whose events begin with
 * "@@", the name of the thread and the level; the collector runs in the JVM of the test.
 */
@NullMarked
package io.logferry.examples.boot;

import org.jspecify.annotations.NullMarked;
