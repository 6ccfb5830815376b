package dev.tintype.backends.file;

import java.util.ArrayDeque;
import java.util.Deque;

/// The windows of the folders in which a long list stands: the folder at the top and those below
/// it, down to the one that is being listed. A folder that the list has left is forgotten, so that
/// memory is bounded by the depth of keys. One thread at a time.
final class NameWindows {

  private final Deque<Level> levels = new ArrayDeque<>();

  private record Level(String base, NameWindow window) {}

  /// @param base what all keys in the folder begin with
  /// @return the window of a folder
  NameWindow of(String base) {
    while (!levels.isEmpty() && !base.startsWith(levels.peek().base())) {
      levels.pop();
    }
    if (levels.isEmpty() || !levels.peek().base().equals(base)) {
      levels.push(new Level(base, new NameWindow()));
    }
    return levels.element().window();
  }
}
