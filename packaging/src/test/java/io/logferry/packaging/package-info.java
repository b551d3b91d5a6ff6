/**
 * Tests of the shipped jars as they come out of the build: run as Java modules, on the class path and as OSGi bundles, and
 * looked into.
 *
 * <p>Owner: the test's thread; applications run in JVMs of their own.
 *
 * <p>Invariants: the applications are compiled by the test, so that they see no more than a user's do; what an application
 * prints is compared whole, so that a warning of the JDK fails the test.
 */
@NullMarked
package io.logferry.packaging;

import org.jspecify.annotations.NullMarked;
