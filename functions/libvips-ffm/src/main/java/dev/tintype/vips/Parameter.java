package dev.tintype.vips;

import java.util.SortedMap;

/// The values that one argument of an operation accepts, as libvips declares them.
sealed interface Parameter {

  /// An int from `smallest` to `largest`.
  record Int(int smallest, int largest) implements Parameter {}

  /// An unsigned 64-bit number from `smallest` to `largest`.
  record Uint64(long smallest, long largest) implements Parameter {}

  /// A double from `smallest` to `largest`.
  record Real(double smallest, double largest) implements Parameter {}

  /// One value of the enum, by nick.
  record Choice(SortedMap<String, Integer> codes) implements Parameter {}

  /// Any set of the flags, by nick.
  record Flags(SortedMap<String, Integer> bits) implements Parameter {}

  /// The types without limits of their own.
  enum Plain implements Parameter {
    BOOLEAN,
    STRING,
    IMAGE,
    BLOB,
    INTS,
    REALS,
    IMAGES
  }

  /// A type that this library does not support, such as an interpolator object.
  record Foreign(String type) implements Parameter {}
}
