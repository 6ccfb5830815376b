package dev.tintype.core.flow.migrate;

/// The records of one store cannot be moved to the other as both are. The message says why and what
/// to do; nothing was changed by the refused step.
public final class MoveRefused extends RuntimeException {

  MoveRefused(String message) {
    super(message);
  }
}
