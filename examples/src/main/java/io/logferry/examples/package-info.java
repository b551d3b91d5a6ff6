/**
 * The demo: a small web shop on Jetty logs its own traffic through Logback and Logferry, a load generator keeps it busy,
 * and the demo kills first the collector and then the shop.
 *
 * <p>Owner threads: the driver's main thread directs; three JVMs run (driver with the load, shop, collector), so that
 * each of the two can be killed.
 *
 * <p>Invariants: every event of the shop has an id {@code run.thread.number}, dense per run and thread, which is in the
 * ledger before the event is logged and in the event's MDC. So the ledger alone says what the collector must have.
 */
@NullMarked
package io.logferry.examples;

import org.jspecify.annotations.NullMarked;
