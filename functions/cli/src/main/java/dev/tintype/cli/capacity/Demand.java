package dev.tintype.cli.capacity;

import dev.tintype.cli.capacity.Sample.Rendered;
import dev.tintype.core.Recipe;
import java.util.List;
import java.util.Optional;

/// What is asked.
///
/// @param images how many, at least 1
/// @param recipe which variants they get
/// @param originalBytes the mean length of an original; absent for that of the sample
/// @param perHour how many images come in an hour, above 0; absent if nobody asks
/// @param views how often a page shows an image in a month, above 0; absent if nobody asks
/// @param originals files that stand for all originals; empty if nobody names any
/// @param cacheHits the part of the requests that caches answer, 0 to 1
public record Demand(
    long images,
    Recipe recipe,
    Optional<Double> originalBytes,
    Optional<Double> perHour,
    Optional<Double> views,
    List<Rendered> originals,
    double cacheHits) {

  /// Copies the list.
  public Demand {
    originals = List.copyOf(originals);
  }
}
