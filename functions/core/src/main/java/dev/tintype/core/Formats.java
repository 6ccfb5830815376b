package dev.tintype.core;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The formats that sizes are made in, with the options of each. Immutable.
///
/// @param encodings for each format its options by width: ascending, the last one for any width
public record Formats(Map<Format, List<Encoding>> encodings) {

  /// No format.
  static final Formats NONE = new Formats(Map.of());

  /// @throws IllegalArgumentException when a value is out of its range, with what is allowed
  public Formats {
    EnumMap<Format, List<Encoding>> copy = new EnumMap<>(Format.class);
    encodings.forEach((format, steps) -> copy.put(format, checked(format, steps)));
    encodings = Collections.unmodifiableMap(copy);
  }

  private static List<Encoding> checked(Format format, List<Encoding> steps) {
    String field = "formats." + format.id();
    require(!steps.isEmpty(), field + " must be 1 or more steps, not none");
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).faultFor(format).ifPresent(fault -> require(false, field + "." + fault));
      require(
          i == 0 || steps.get(i).upToPx() > steps.get(i - 1).upToPx(),
          field + " must have steps that ascend by upTo, the one without upTo last");
    }
    require(
        steps.getLast().upToPx() == Encoding.ANY_WIDTH,
        field + " must end with a step without upTo, for all that is wider");
    return List.copyOf(steps);
  }

  /// @return this
  /// @throws IllegalArgumentException when there is no format
  Formats notNone() {
    require(
        !encodings.isEmpty(), "formats must be 1 or more of avif, webp, jpeg and png, not none");
    return this;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /// @return the formats in the order of [Format]
  public Set<Format> all() {
    return encodings.keySet();
  }

  /// @return the options for a variant of this width in px
  /// @throws IllegalArgumentException when the format is not among these
  public Encoding encoding(Format format, int widthPx) {
    return encodings.getOrDefault(format, List.of()).stream()
        .filter(encoding -> widthPx <= encoding.upToPx())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no " + format.id() + " is made"));
  }
}
