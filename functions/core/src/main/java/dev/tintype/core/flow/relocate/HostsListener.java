package dev.tintype.core.flow.relocate;

import java.util.List;

/// Is told which processes a move waits for.
@FunctionalInterface
public interface HostsListener {

  /// Called about every second while the move waits.
  ///
  /// @param names the processes that have not acknowledged the move yet
  void waiting(List<String> names);
}
