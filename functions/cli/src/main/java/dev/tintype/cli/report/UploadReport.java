package dev.tintype.cli.report;

import dev.tintype.cli.client.UploadListener;
import dev.tintype.cli.folder.Found;

/// Tells the user what `upload` does.
public interface UploadReport extends UploadListener {

  /// A path could not be read at all.
  void unusable(Found.Note note);

  /// Nothing more will be told.
  void finished(long nowNanos);

  /// The user stopped the run; nothing more will be told.
  void interrupted();

  /// @return how many files did not become ready, or accepted where nobody waits
  int failures();
}
