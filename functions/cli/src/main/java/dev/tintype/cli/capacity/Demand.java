package dev.tintype.cli.capacity;

import dev.tintype.core.Recipe;
import java.util.Optional;

/// What is asked.
///
/// @param images how many, at least 1
/// @param recipe which variants they get
/// @param originalBytes the mean length of an original; absent for that of the sample
/// @param perHour how many images come in an hour, above 0; absent if nobody asks
/// @param views how often a page shows an image in a month, above 0; absent if nobody asks
/// @param cacheHits the part of the requests that caches answer, 0 to 1
public record Demand(
    long images,
    Recipe recipe,
    Optional<Double> originalBytes,
    Optional<Double> perHour,
    Optional<Double> views,
    double cacheHits) {}
