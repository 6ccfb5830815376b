package dev.tintype.render.sandbox;

import java.nio.file.Path;

/// The two folders a renderer sees; they stay the same for as long as it lives.
///
/// The worker owns both and lets nobody else in (mode 0700): a renderer that runs as root has lost
/// root's right to pass over permissions.
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
