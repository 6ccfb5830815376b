package dev.tintype.cli.terminal;

import java.util.logging.LogManager;

/// A log manager that keeps its handlers until the process has ended, so that events during the
/// shutdown are logged. The system property `java.util.logging.manager` names it.
public final class LastingLog extends LogManager {

  /// Called by the Java runtime.
  public LastingLog() {}

  /// Called when the process begins to end. It does nothing, so that the handlers stay.
  @Override
  public void reset() {}
}
