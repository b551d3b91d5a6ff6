/**
 * The Kafka sink, and the only package that imports Kafka's client, which is not there in every application: what an
 * application without it may load ({@link io.logferry.sink.kafka.KafkaSinkConfig}) touches no class of it before it
 * knows that it is there.
 *
 * <p>Owner: the thread that configures reads the configuration, the sender thread uses the sink.
 *
 * <p>Invariants: what would break a promise of delivery or order cannot be configured. No secret is in any message.
 */
@NullMarked
package io.logferry.sink.kafka;

import org.jspecify.annotations.NullMarked;
