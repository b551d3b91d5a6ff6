package io.logferry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ConfigText} says. Immutable.
 *
 * @param pipeline the configuration; null if there are mistakes
 * @param includeCallerData whether the adapter takes the place in the code that logged
 * @param mistakes each one sentence that names element, value and what is allowed
 * @param notes what is allowed, but perhaps not meant
 */
public record ParsedConfig(
        @Nullable PipelineConfig pipeline, boolean includeCallerData, List<String> mistakes, List<String> notes) {}
