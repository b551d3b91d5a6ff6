/**
 * Tests with real components: application, collector and Kafka's brokers as processes that are killed, sockets, folders
 * and a full disk.
 *
 * <p>A test keeps its own ledger: an application appends one byte to a file after each logging call that returned, and
 * a byte that was written survives the kill of its process. What the collectors stored, or a topic's
 * consumer makes of it, is compared with it.
 *
 * <p>Waiting is for conditions, with a deadline that a working system is far from. All processes are killed at the end
 * of their test, and with the JVM of the tests. All of them alone: {@code mvn test -Dgroups=chaos}. When to kill is drawn
 * from a seed that is printed; {@code -Dtest.jvm.args=-Dchaos.seed=N} draws the same again.
 * {@code mvn -Pchaos} kills twenty times what is killed three to five times otherwise.
 */
@NullMarked
package io.logferry.examples.chaos;

import org.jspecify.annotations.NullMarked;
