/** Tests of the Logback appender; each runs on both supported lines of Logback. */
@NullMarked
package io.logferry.logback;

import org.jspecify.annotations.NullMarked;
