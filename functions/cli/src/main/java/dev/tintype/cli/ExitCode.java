package dev.tintype.cli;

import dev.tintype.cli.change.Outcome;

/// The exit statuses of the commands. The help of `tintype` documents the same ones.
final class ExitCode {

  /// Everything succeeded.
  static final int OK = 0;

  /// An unexpected error; standard error has the message.
  static final int UNEXPECTED = 1;

  /// The command line or a setting is wrong.
  static final int USAGE = 2;

  /// Every file was tried, and some were refused.
  static final int SOME_REFUSED = 3;

  /// This machine lacks something that Tintype needs; `tintype doctor` shows what.
  static final int MACHINE = 4;

  /// Files are missing, altered or left over, and were not repaired.
  static final int DAMAGED = 5;

  /// Stopped by Ctrl-C; shells use the same number.
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /// @return the status of a run over many images
  static int of(Outcome outcome) {
    return switch (outcome) {
      case DONE -> OK;
      case INCOMPLETE -> SOME_REFUSED;
      case INTERRUPTED -> INTERRUPTED;
    };
  }
}
