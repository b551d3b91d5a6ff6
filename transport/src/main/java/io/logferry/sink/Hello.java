package io.logferry.sink;

import io.logferry.frame.Position;
import java.util.UUID;

/**
 * Who is sending, and from where on. Immutable.
 *
 * @param streamId the appender instance's stream
 * @param source the application's name
 * @param epoch this start of the stream
 * @param base the last settled position: the first record that may come is the one behind it
 */
public record Hello(UUID streamId, String source, long epoch, Position base) {}
