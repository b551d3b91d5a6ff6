/**
 * The statistics of all pipelines as Micrometer's meters, tagged with appender and source.
 *
 * <p>Owner: pipelines come and go on the threads that start and stop them; the registry reads on threads of its own.
 *
 * <p>Invariants: counters never go back: those of pipelines that have ended are kept and added to those that run under
 * the same name and source. Gauges are there while a pipeline runs. A scrape costs one snapshot of each pipeline, not
 * one for each meter. The registry keeps the meters' objects alive, and nothing else does: a registry that is forgotten
 * takes them along.
 */
@NullMarked
package io.logferry.micrometer;

import org.jspecify.annotations.NullMarked;
