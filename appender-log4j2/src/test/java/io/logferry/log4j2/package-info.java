/** Tests of the Log4j2 appender, with the real Log4j and a collector in memory. */
@NullMarked
package io.logferry.log4j2;

import org.jspecify.annotations.NullMarked;
