/** Tests with real brokers. */
@NullMarked
package io.logferry.broker;

import org.jspecify.annotations.NullMarked;
