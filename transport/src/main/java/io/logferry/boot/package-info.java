/**
 * What Spring Boot finds by itself, 3.5 and 4.x: the metrics of all Logferry appenders as a bean, which its Actuator
 * binds to every meter registry.
 *
 * <p>Owner: Spring's starting thread. Nothing here is loaded without Spring Boot; nothing is configured without
 * Micrometer.
 */
@NullMarked
package io.logferry.boot;

import org.jspecify.annotations.NullMarked;
