package dev.tintype.core.flow.relocate;

/// The files cannot be moved as things are. The message says why and what to do.
public final class Refused extends RuntimeException {

  public Refused(String message) {
    super(message);
  }
}
