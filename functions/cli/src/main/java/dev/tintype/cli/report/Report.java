package dev.tintype.cli.report;

import dev.tintype.cli.folder.Found;
import dev.tintype.cli.folder.ProcessRun;

/// Reports what `process` does.
public interface Report extends ProcessRun.Listener, AutoCloseable {

  /// A path is skipped.
  void skipped(Found.Note note);

  /// A path could not be read at all.
  void unusable(Found.Note note);

  /// Stops showing progress. Only [#finished] or [#interrupted] is called afterwards.
  @Override
  void close();

  /// Every file has its result.
  ///
  /// @param seen the totals of the run
  void finished(Tally seen);

  /// The user stopped the run.
  ///
  /// @param seen the totals of the run so far
  void interrupted(Tally seen);
}
