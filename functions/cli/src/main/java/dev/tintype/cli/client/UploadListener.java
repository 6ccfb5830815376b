package dev.tintype.cli.client;

import java.nio.file.Path;

/// Hears of uploads, on any thread.
public interface UploadListener {

  /// The server has the original, and works on it.
  void stored(Path file, long bytes);

  /// A file has its outcome.
  void ended(Path file, UploadOutcome outcome);
}
