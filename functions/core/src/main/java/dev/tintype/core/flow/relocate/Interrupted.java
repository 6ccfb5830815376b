package dev.tintype.core.flow.relocate;

/// The user asked to stop. The same command goes on later.
public final class Interrupted extends Exception {

  Interrupted() {
    super("stopped");
  }
}
