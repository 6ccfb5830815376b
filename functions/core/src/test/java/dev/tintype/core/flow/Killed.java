package dev.tintype.core.flow;

/// Thrown where a simulated process dies.
final class Killed extends Error {

  Killed(String where) {
    super(where, null, false, false);
  }
}
