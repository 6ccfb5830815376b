package dev.tintype.cli.doctor;

/// The result of one check.
///
/// @param name what was checked, such as `libvips`
/// @param state whether it is as needed
/// @param detail what was found, and what to do when it is not as needed
public record Finding(String name, State state, String detail) {

  /// Whether it is as needed.
  public enum State {
    /// As needed.
    OK,
    /// Tintype works, but slower or less safely.
    WARNING,
    /// Tintype does not work.
    MISSING
  }

  static Finding ok(String name, String detail) {
    return new Finding(name, State.OK, detail);
  }

  static Finding warning(String name, String detail) {
    return new Finding(name, State.WARNING, detail);
  }

  static Finding missing(String name, String detail) {
    return new Finding(name, State.MISSING, detail);
  }
}
