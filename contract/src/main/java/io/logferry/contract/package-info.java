/**
 * What every appender of Logferry promises, whatever framework it serves, as abstract tests that each adapter runs.
 *
 * <p>Owner: the tests of the adapters; nothing here is shipped.
 *
 * <p>Invariants: it knows no logging framework; a host, which each adapter's tests implement, does what a framework's
 * user does.
 */
@NullMarked
package io.logferry.contract;

import org.jspecify.annotations.NullMarked;
