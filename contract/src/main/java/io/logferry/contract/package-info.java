/**
 * What every appender of Logferry promises, whatever framework it serves, as tests that each adapter runs.
 *
 * <p>Owner: the tests of the adapters; nothing here is shipped.
 *
 * <p>Invariants: it knows no logging framework. A {@code Host}, which each adapter's tests implement, does what a
 * framework's user does. One class of the adapter's extends {@code AppenderContract} and so runs all there is: a promise
 * that is added here is one of every adapter's from then on. The lines of the default encoding are written down once,
 * in {@code EcsContract} and {@code ThrownContract}, so that all adapters give the same.
 */
@NullMarked
package io.logferry.contract;

import org.jspecify.annotations.NullMarked;
