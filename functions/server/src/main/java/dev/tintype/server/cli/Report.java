package dev.tintype.server.cli;

import dev.tintype.server.folder.Found;
import dev.tintype.server.folder.ProcessRun;

/// Tells the user what `process` does.
interface Report extends ProcessRun.Listener, AutoCloseable {

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
