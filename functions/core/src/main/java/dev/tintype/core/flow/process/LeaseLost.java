package dev.tintype.core.flow.process;

/// Thrown when this worker has lost its lease: it must not publish or write anything.
final class LeaseLost extends Exception {

  LeaseLost(String why) {
    super(why);
  }
}
