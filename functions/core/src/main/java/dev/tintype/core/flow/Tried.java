package dev.tintype.core.flow;

import java.util.Optional;

/// The result of a request that writes: whether the image that it names is live, unknown or erased,
/// or that other processes wrote first in every try (see [Contention]).
///
/// @param <T> the outcomes of a request whose image is live
public sealed interface Tried<T> permits Lookup, Tried.Contended {

  /// Other processes wrote first in every try. Asking again is safe.
  ///
  /// @param <T> the outcomes of a request whose image is live
  record Contended<T>() implements Tried<T> {}

  /// @return the outcome; absent when the image is not live, or others wrote first
  default Optional<T> found() {
    return this instanceof Lookup.Found<T>(T value) ? Optional.of(value) : Optional.empty();
  }
}
