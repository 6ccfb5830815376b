package dev.tintype.server.cli;

import dev.tintype.server.client.UploadListener;
import dev.tintype.server.folder.Found;

/// Tells the user what `upload` does.
interface UploadReport extends UploadListener {

  /// A path could not be read at all.
  void unusable(Found.Note note);

  /// Nothing more will be told.
  void finished(long nowNanos);

  /// The user stopped the run; nothing more will be told.
  void interrupted();

  /// @return how many files did not become ready, or accepted where nobody waits
  int failures();
}
