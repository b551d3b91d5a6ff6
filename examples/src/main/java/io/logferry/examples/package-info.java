/**
 * The demo: a small web shop on Jetty logs its own traffic through Logback and Logferry, a load generator keeps it busy,
 * and the demo kills first what receives the log and then the shop. The receiver is the TCP collector, or a Kafka broker
 * with a consumer that stores each record once.
 *
 * <p>Owner threads: the driver's main thread directs; the others have a JVM each (shop and collector, or shop, broker and
 * consumer), so that they can be killed.
 *
 * <p>Invariants: every event of the shop has an id {@code run.thread.number}, dense per run and thread, which is in the
 * ledger before the event is logged and in the event's MDC. So the ledger alone says what the receiver must have stored.
 * Whatever ends the driver, the other JVMs end too.
 */
@NullMarked
package io.logferry.examples;

import org.jspecify.annotations.NullMarked;
