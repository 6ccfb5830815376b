package dev.tintype.cli.client;

import java.nio.file.Path;

/// Called about uploads, on any thread.
public interface UploadListener {

  /// The server has the original and processes it.
  void stored(Path file, long bytes);

  /// A file has its result.
  void ended(Path file, UploadOutcome outcome);
}
