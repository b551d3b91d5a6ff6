/**
 * Applications that nobody wrote for Logferry, each in a JVM of its own with a log4j2.xml and our jars added: what the
 * collector stored is compared with what the same application wrote to its own log file.
 *
 * <p>Owner: the thread of the test.
 *
 * <p>Invariants: both appenders of an application have the same layout, whose events begin with "@@", the number and the
 * name of the thread; the collector runs in the JVM of the test.
 */
@NullMarked
package io.logferry.examples.log4j2;

import org.jspecify.annotations.NullMarked;
