package dev.tintype.cli.capacity;

import java.util.Optional;

/// What one image takes on average.
///
/// @param originalBytes the length of its original
/// @param variants how many it has
/// @param variantBytes of all its variants; absent when they cannot be estimated
/// @param cpuSeconds the processor time of its rendering; absent when it cannot be estimated
/// @param viewBytes what a viewer loads: a variant of the smallest format, averaged over the sizes;
///   absent when it cannot be estimated
public record PerImage(
    double originalBytes,
    double variants,
    Optional<Double> variantBytes,
    Optional<Double> cpuSeconds,
    Optional<Double> viewBytes) {}
