package dev.tintype.cli.plan;

import java.time.Duration;
import java.util.Optional;

/// What the plan says of one image that moves.
///
/// @param encodes how many files are made
/// @param bytes how many bytes its variants have; absent when it could not be estimated
/// @param cpu the processor time of its rendering; absent when it could not be estimated
public record Forecast(long encodes, Optional<Long> bytes, Optional<Duration> cpu) {}
