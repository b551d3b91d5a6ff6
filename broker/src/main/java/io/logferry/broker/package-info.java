/**
 * Real Kafka brokers for the tests, the demo and the benchmarks; not shipped. Every node is a JVM of its own, so that it
 * can be killed, stopped and paused, and so that what a broker brings (Scala, Jackson, its own kafka-clients) stays out
 * of the class path of whoever uses it: that path is the file broker/target/broker.classpath, written by the build.
 *
 * <p>Owner: the thread that started the {@link io.logferry.broker.KafkaCluster}, one at a time.
 *
 * <p>Invariants: a node keeps its folder and its ports over all its lives; what it logs is in server.log in its folder;
 * it dies with the JVM that started it, however that ends, since it halts when its standard input does.
 *
 * <p>The version of the kafka-clients in the parent process is the user's choice, 3.9 or 4.x: only what both have is
 * used here.
 */
@NullMarked
package io.logferry.broker;

import org.jspecify.annotations.NullMarked;
