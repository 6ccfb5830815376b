package dev.tintype.core.port;

import java.time.Duration;
import java.time.Instant;

/// Leases by which several hosts agree which one of them runs a loop, such as the sweep. A lease
/// ends by the store's clock, so hosts whose clocks differ agree about it. Safe for use by many
/// threads and processes.
///
/// A lease saves work; it guards no record. A host that stands still for longer than its lease may
/// go on with a turn while another host has begun one, so what a turn writes must be conditional.
public interface LoopLeases {

  /// Takes the lease, or renews it when the holder has it already. Another holder's lease is taken
  /// once its time has passed.
  ///
  /// @param name of the loop, 1 to 100 characters
  /// @param holder names one process, 1 to 200 characters, and no two
  /// @param time how long the lease lasts from now on, more than zero
  /// @return whether the holder has the lease; false when another one has it and its time has not
  ///   passed, and then nothing was changed
  /// @throws IllegalArgumentException when a parameter is out of its range
  /// @throws StoreUnavailable when it is unknown whether the lease was taken; a second call is safe
  boolean hold(String name, String holder, Duration time);

  /// Gives the lease up, so that another holder may take it at once. Nothing happens when the
  /// holder does not have it.
  ///
  /// @throws StoreUnavailable when it is unknown whether the lease was given up; it ends by itself
  void release(String name, String holder);

  /// @return the store's clock, to compare a host's clock with
  /// @throws StoreUnavailable when the store cannot be asked
  Instant now();

  /// Checks the parameters of [#hold].
  ///
  /// @throws IllegalArgumentException when a parameter is out of its range
  static void check(String name, String holder, Duration time) {
    if (name.isEmpty() || name.length() > 100) {
      throw new IllegalArgumentException("a loop's name has 1 to 100 characters, not: " + name);
    }
    if (holder.isEmpty() || holder.length() > 200) {
      throw new IllegalArgumentException("a holder has 1 to 200 characters, not: " + holder);
    }
    if (!time.isPositive()) {
      throw new IllegalArgumentException("a lease lasts longer than zero, not: " + time);
    }
  }
}
