package dev.tintype.core.receipt;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// The last look through the public URL, in which nothing of the image answered.
///
/// @param at when
/// @param base the URL that the keys of the files were asked at
/// @param statuses how many URLs answered with each HTTP status
public record LastCheck(Instant at, String base, Map<Integer, Integer> statuses) {

  /// Sorts the statuses.
  public LastCheck {
    statuses = new TreeMap<>(statuses);
  }

  /// @return how many URLs were asked
  public int urls() {
    return statuses.values().stream().mapToInt(Integer::intValue).sum();
  }
}
