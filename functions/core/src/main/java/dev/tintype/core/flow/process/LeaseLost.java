package dev.tintype.core.flow.process;

/// The lease is not ours any more: nothing may be published or written.
final class LeaseLost extends Exception {

  LeaseLost(String why) {
    super(why);
  }
}
