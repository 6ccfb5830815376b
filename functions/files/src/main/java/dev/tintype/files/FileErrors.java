package dev.tintype.files;

import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Sorts the file system's errors.
final class FileErrors {

  /// What Linux says of ENOSPC, EDQUOT and EFBIG where messages are English.
  private static final List<String> NO_ROOM =
      List.of("No space left on device", "Disk quota exceeded", "File too large");

  /// A disk with less room than this is full, in whatever language it says so.
  private static final long LEAST_ROOM_BYTES = 1 << 16;

  private FileErrors() {}

  /// @param root a folder of the file system
  /// @param wantedBytes how many bytes were to be written
  /// @return [StorageFull] when there is no room, else [StoreUnavailable]
  static StoreUnavailable classify(String what, Path root, long wantedBytes, IOException e) {
    String message = what + ": " + e;
    if (wantedBytes >= 0 && (saysNoRoom(e) || hasNoRoom(root, wantedBytes))) {
      return new StorageFull(message + " (" + wantedBytes + " bytes wanted)", e);
    }
    return new StoreUnavailable(message, e);
  }

  /// For what writes nothing.
  static StoreUnavailable classify(String what, Path root, IOException e) {
    return classify(what, root, -1, e);
  }

  private static boolean saysNoRoom(IOException e) {
    String message = String.valueOf(e.getMessage());
    return NO_ROOM.stream().anyMatch(message::contains);
  }

  private static boolean hasNoRoom(Path root, long wantedBytes) {
    return root.toFile().getUsableSpace() < Math.min(wantedBytes, LEAST_ROOM_BYTES);
  }
}
