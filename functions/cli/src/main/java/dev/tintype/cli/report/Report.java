package dev.tintype.cli.report;

import dev.tintype.cli.folder.Found;
import dev.tintype.cli.folder.ProcessRun;

/// Tells the user what `process` does.
public interface Report extends ProcessRun.Listener, AutoCloseable {

  /// A path is left alone.
  void skipped(Found.Note note);

  /// A path could not be read at all.
  void unusable(Found.Note note);

  /// Shows no more progress; nothing but [#finished] or [#interrupted] is called afterwards.
  @Override
  void close();

  /// Every file has its outcome.
  ///
  /// @param seen what the run amounts to
  void finished(Tally seen);

  /// The user stopped the run.
  ///
  /// @param seen what the run amounts to so far
  void interrupted(Tally seen);
}
