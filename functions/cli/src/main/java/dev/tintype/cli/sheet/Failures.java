package dev.tintype.cli.sheet;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// The files of a run without variants. All are counted, and the first by name are kept for the
/// sheet. For one thread at a time.
public final class Failures {

  private static final int MOST_KEPT = 200;

  private final TreeSet<Failure> first =
      new TreeSet<>(
          Comparator.comparing(Failure::file)
              .thenComparing(Failure::reason)
              .thenComparing(Failure::message));
  private int count;

  /// Begins with none.
  public Failures() {}

  /// Adds one.
  public void add(Failure failure) {
    count++;
    first.add(failure);
    if (first.size() > MOST_KEPT) {
      first.pollLast();
    }
  }

  /// @return how many there are
  public int count() {
    return count;
  }

  /// @return the first ones by name
  List<Failure> first() {
    return List.copyOf(first);
  }
}
