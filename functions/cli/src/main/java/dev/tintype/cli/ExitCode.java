package dev.tintype.cli;

/// What a command's exit status means; the help of `tintype` says the same.
final class ExitCode {

  /// All is done.
  static final int OK = 0;

  /// Something unexpected happened; what, is on standard error.
  static final int UNEXPECTED = 1;

  /// The command line or a setting is wrong.
  static final int USAGE = 2;

  /// All was tried, some files were refused.
  static final int SOME_REFUSED = 3;

  /// This machine lacks something Tintype needs; `tintype doctor` says what.
  static final int MACHINE = 4;

  /// Files are missing, altered or left over, and were not mended.
  static final int DAMAGED = 5;

  /// Stopped by Ctrl-C, as a shell reports it.
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
