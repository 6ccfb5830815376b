package dev.tintype.core.flow.relocate;

import java.util.ArrayList;
import java.util.List;

/// Counts what a pass over all files did. Safe for use by many threads.
final class Tally {

  private final FilesListener listener;
  private final List<Trouble> troubles = new ArrayList<>();
  private long files;
  private long copied;
  private long bytes;
  private long erased;
  private long removed;
  private long wrong;

  Tally(FilesListener listener) {
    this.listener = listener;
  }

  void copied(long size) {
    synchronized (this) {
      copied++;
      bytes += size;
    }
  }

  synchronized void compared(long size) {
    bytes += size;
  }

  synchronized void erased(int more) {
    erased += more;
  }

  synchronized void removed(int more) {
    removed += more;
  }

  synchronized void trouble(Trouble.Kind kind, String key, String detail) {
    wrong++;
    if (troubles.size() < Moved.MOST_TROUBLES) {
      troubles.add(new Trouble(kind, key, detail));
    }
  }

  void looked(int more) {
    long now;
    long moved;
    synchronized (this) {
      files += more;
      now = files;
      moved = bytes;
    }
    listener.advanced(now, moved);
  }

  synchronized Moved moved() {
    return new Moved(files, copied, bytes, erased, removed, wrong, troubles);
  }
}
