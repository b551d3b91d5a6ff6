/** The Kafka sink. */
@NullMarked
package io.logferry.sink.kafka;

import org.jspecify.annotations.NullMarked;
