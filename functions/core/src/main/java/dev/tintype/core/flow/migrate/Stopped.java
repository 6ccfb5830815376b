package dev.tintype.core.flow.migrate;

/// The user asked to stop.
final class Stopped extends Exception {

  Stopped() {
    super("stopped");
  }
}
