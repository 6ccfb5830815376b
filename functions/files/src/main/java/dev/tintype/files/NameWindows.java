package dev.tintype.files;

import java.util.HashMap;
import java.util.Map;

/// The windows of the folders in which a long list stands: the folder at the top and those below
/// it, down to the one that is being listed. A folder that the list has left is forgotten, so that
/// memory is bounded by the depth of keys. One thread at a time.
final class NameWindows {

  private final Map<String, NameWindow> windows = new HashMap<>();

  /// @param base what all keys in the folder begin with
  /// @return the window of a folder; those of folders neither above nor below it are forgotten
  NameWindow of(String base) {
    windows.keySet().removeIf(known -> !known.startsWith(base) && !base.startsWith(known));
    return windows.computeIfAbsent(base, _ -> new NameWindow());
  }
}
