/**
 * Applications that log through Log4j2 and ship their logs with Logferry.
 *
 * <p>Owner: each application's own threads.
 */
@NullMarked
package io.logferry.examples.log4j2;

import org.jspecify.annotations.NullMarked;
