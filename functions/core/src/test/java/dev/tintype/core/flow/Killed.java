package dev.tintype.core.flow;

/// A process died; nothing it was about to do happens.
final class Killed extends Error {

  Killed(String where) {
    super(where, null, false, false);
  }
}
