package dev.tintype.core.flow.backup;

/// The user asked to stop.
final class Stopped extends Exception {

  Stopped() {
    super("stopped");
  }
}
