package dev.tintype.cli.terminal;

import java.util.List;
import java.util.logging.Level;

/// How much a command tells beside its results and errors.
public enum Loudness {

  /// No progress and no hints. The log has only warnings and errors.
  QUIET,

  /// Progress and hints. Servers and workers log every event, other commands only warnings.
  USUAL,

  /// The log down to the level FINE in place of a progress bar, and what caused an error.
  VERBOSE;

  /// @return whether notes that are neither results nor errors are told
  public boolean hasHints() {
    return this != QUIET;
  }

  /// @return whether a progress bar may be drawn; lines of a log would end up inside it
  public boolean hasBar() {
    return this == USUAL;
  }

  /// @return whether the causes of an error are told
  public boolean tellsCauses() {
    return this == VERBOSE;
  }

  /// @return the arguments by which another command of Tintype is as loud
  public List<String> words() {
    return switch (this) {
      case QUIET -> List.of("--quiet");
      case USUAL -> List.of();
      case VERBOSE -> List.of("--verbose");
    };
  }

  /// @param usual the level of our own loggers where nothing else is asked for
  /// @return their level
  Level level(Level usual) {
    return switch (this) {
      case QUIET -> Level.WARNING;
      case USUAL -> usual;
      case VERBOSE -> Level.FINE;
    };
  }
}
