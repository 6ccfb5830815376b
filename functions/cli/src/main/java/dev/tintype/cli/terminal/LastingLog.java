package dev.tintype.cli.terminal;

import java.util.logging.LogManager;

/// A log manager that keeps its handlers while the process ends: what happens then must be logged
/// too. Named by the system property `java.util.logging.manager`.
public final class LastingLog extends LogManager {

  /// Called by the platform.
  public LastingLog() {}

  /// Called when the process begins to end; nothing is lost by not resetting.
  @Override
  public void reset() {}
}
