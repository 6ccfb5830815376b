package dev.tintype.core.flow;

import java.util.Optional;

/// Tries a conditional write up to a fixed number of times. Each try is a turn: it reads the
/// records, decides, and writes if no other process has written since. Otherwise another turn
/// follows.
public final class Contention {

  /// Each time, one of the processes that write the same record succeeds. So five turns are enough
  /// unless many processes write at once.
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
