package dev.tintype.files;

import dev.tintype.core.disk.FullDisk;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Path;

/// Sorts the file system's errors.
final class FileErrors {

  /// A disk with less room than this is full.
  private static final long LEAST_ROOM_BYTES = 1 << 16;

  private FileErrors() {}

  /// @param root a folder of the file system
  /// @param wantedBytes how many bytes were to be written
  /// @return [StorageFull] when there is no room, else [StoreUnavailable]
  static StoreUnavailable classify(String what, Path root, long wantedBytes, IOException e) {
    String message = what + ": " + e;
    if (wantedBytes >= 0 && FullDisk.isCause(e, root, Math.min(wantedBytes, LEAST_ROOM_BYTES))) {
      return new StorageFull(message + " (" + wantedBytes + " bytes wanted)", e);
    }
    return new StoreUnavailable(message, e);
  }

  /// For what writes nothing.
  static StoreUnavailable classify(String what, Path root, IOException e) {
    return classify(what, root, -1, e);
  }
}
