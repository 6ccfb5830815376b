package dev.tintype.core.flow;

import java.util.Optional;

/// Takes turns at a conditional write. A turn reads the records, decides, and writes if nobody else
/// has written meanwhile; otherwise another turn follows, a bounded number of times.
public final class Contention {

  /// One of the processes that write the same record wins each time, so five turns suffice unless
  /// many write at once.
  static final int MOST_TURNS = 5;

  private Contention() {}

  /// One turn.
  ///
  /// @param <T> the result
  /// @param <E> what a turn may throw, which ends the turns
  @FunctionalInterface
  public interface Turn<T, E extends Exception> {

    /// @return absent when another process wrote first
    Optional<T> take() throws E;
  }

  /// @return the result of the first turn that has one; absent when another process wrote first in
  ///   all of them
  public static <T, E extends Exception> Optional<T> turns(Turn<T, E> turn) throws E {
    for (int i = 0; i < MOST_TURNS; i++) {
      Optional<T> result = turn.take();
      if (result.isPresent()) {
        return result;
      }
    }
    return Optional.empty();
  }

  /// @return the result of the first turn that has one, or [Tried.Contended]
  public static <T, E extends Exception> Tried<T> request(Turn<Tried<T>, E> turn) throws E {
    return turns(turn).orElseGet(Tried.Contended::new);
  }
}
