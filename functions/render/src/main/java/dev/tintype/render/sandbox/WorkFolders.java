package dev.tintype.render.sandbox;

import java.nio.file.Path;

/// The two folders that a renderer can access; they do not change while it lives.
///
/// The worker owns both, with mode 0700. A renderer that runs as root has lost the capability to
/// override permissions.
///
/// @param in read only
/// @param out written; also the renderer's working folder and `TMPDIR`
public record WorkFolders(Path in, Path out) {
  /// Makes both absolute.
  public WorkFolders {
    in = in.toAbsolutePath();
    out = out.toAbsolutePath();
  }
}
