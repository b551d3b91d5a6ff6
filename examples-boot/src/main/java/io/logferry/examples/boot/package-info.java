/**
 * A Spring Boot application that ships its logs with Logferry: nothing in its classes shows that, all is in
 * {@code logback-spring.xml} and {@code application.properties}.
 *
 * <p>Owner: Spring Boot's own threads.
 */
@NullMarked
package io.logferry.examples.boot;

import org.jspecify.annotations.NullMarked;
