/**
 * The default encoding: one event as one line of Elastic Common Schema JSON, written straight into the batch's buffer.
 *
 * <p>Owner: the sender thread; a writer is used by one thread, for ever, and allocates nothing per event once warm. What
 * comes again and again is kept as finished bytes: names, frames of stack traces, and a thread's context.
 *
 * <pre>
 * {"@timestamp":"2026-11-20T10:35:00.123456789Z","log.level":"INFO","message":"...","ecs.version":"8.11",
 *  "service.name":"...","log.logger":"...","process.thread.name":"...",                      (on one line)
 *  "log.origin.file.name":"...","log.origin.file.line":1,"log.origin.function":"...",        (if captured)
 *  "labels":{"key":"text","key":1,"key":true,"key":null},"tags":["..."],                     (if any)
 *  "error.type":"...","error.message":"...","error.stack_trace":"..."}                       (if any)
 * </pre>
 *
 * <p>Invariants: the output is valid JSON and valid UTF-8 for any input; keys are unique; control characters and every
 * character that some reader takes for a line end are escaped, so an event is one line (its end is not written); no
 * byte at or beyond the buffer's limit is touched; the buffer's position moves only when the event is complete.
 */
@NullMarked
package io.logferry.json;

import org.jspecify.annotations.NullMarked;
