package dev.tintype.cli.report;

import dev.tintype.cli.client.UploadListener;
import dev.tintype.cli.folder.Found;

/// Reports what `upload` does.
public interface UploadReport extends UploadListener {

  /// A path is skipped on purpose.
  void skipped(Found.Note note);

  /// A path could not be read at all.
  void unusable(Found.Note note);

  /// Nothing more will be reported.
  void finished(long nowNanos);

  /// The user stopped the run; nothing more will be reported.
  void interrupted();

  /// @return how many files did not become ready; without waiting, how many were not accepted
  int failures();
}
