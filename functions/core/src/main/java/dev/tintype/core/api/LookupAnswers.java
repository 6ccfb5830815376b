package dev.tintype.core.api;

import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.Tried;
import java.util.Optional;
import java.util.function.Function;

/// The answers to requests that name an image.
final class LookupAnswers {

  private LookupAnswers() {}

  /// @param found answers for a live image
  static <T> ApiResponse of(Tried<T> tried, Function<T, ApiResponse> found) {
    return switch (tried) {
      case Lookup.Found<T>(T value) -> found.apply(value);
      case Lookup.Unknown<T> _ -> Problem.NOT_FOUND.answer();
      case Lookup.Gone<T> _ -> Problem.GONE.answer();
      case Tried.Contended<T> _ -> Problem.CONCURRENT_REQUEST.answer().with("retry-after", "1");
    };
  }

  /// @param tried absent when the image is not the one that the request's `If-Match` names any more
  /// @param found answers for a live image
  static <T> ApiResponse ifUnchanged(Tried<Optional<T>> tried, Function<T, ApiResponse> found) {
    return of(tried, value -> value.map(found).orElseGet(Problem.PRECONDITION_FAILED::answer));
  }
}
