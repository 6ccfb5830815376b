package dev.tintype.cli.change;

/// How a run ended.
public enum Outcome {
  /// Everything that was asked for is done.
  DONE,
  /// Some images did not do what was asked.
  INCOMPLETE,
  /// The user stopped it.
  INTERRUPTED
}
