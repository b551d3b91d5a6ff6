/**
 * Applications in JVMs of their own, and what they logged: for the tests of the examples.
 *
 * <p>Owner: the thread of the test; nothing here is shipped.
 *
 * <p>Invariants: a JVM that was started here ends with its test, or with the JVM of the tests. What an application wrote
 * itself, to its file or its console, is what its collector's lines are compared with: the same events, those of each
 * thread in the same order.
 */
@NullMarked
package io.logferry.contract.jvm;

import org.jspecify.annotations.NullMarked;
