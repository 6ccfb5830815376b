package dev.tintype.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// A client who erases images, and viewers who ask for their files again and again. Safe for use by
/// many threads.
final class Erasures {

  private final HostClient host;
  private final Reads reads;
  private final ErasedFiles files;
  private final Random random;
  private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();

  /// @param reads gets the requests for erased files that had no answer
  Erasures(HostClient host, Reads reads, ErasedFiles files, long seed) {
    this.host = host;
    this.reads = reads;
    this.files = files;
    this.random = new Random(seed);
  }

  /// @return the same erasures as another server shows them
  Erasures at(HostClient other, Reads otherReads) {
    Erasures later = new Erasures(other, otherReads, files, 0);
    later.failed.addAll(failed);
    return later;
  }

  /// Erases an image whose files are erased files already.
  void erase(String id) {
    try {
      int status = host.delete(id);
      if (status / 100 != 2) {
        failed.add("DELETE " + id + ": " + status);
      }
    } catch (IOException | InterruptedException e) {
      failed.add("DELETE " + id + ": " + e);
    }
  }

  /// Asks for one erased file.
  void read() {
    files.any(random).ifPresent(this::read);
  }

  private void read(String key) {
    boolean mustBeGone = files.isGone(key);
    try {
      files.answered(key, host.file(key).statusCode(), mustBeGone);
    } catch (IOException | InterruptedException e) {
      reads.failed(e + " " + key);
    }
  }

  int images() {
    return files.images();
  }

  /// @return the erasures that were refused or had no answer
  List<String> failed() {
    return List.copyOf(failed);
  }

  /// Reads every file of every erased image until it is gone.
  ///
  /// @return what is still found, or was found after it had been gone
  List<String> shown(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    List<String> shown = new ArrayList<>();
    for (String key : files.all()) {
      read(key);
      while (!files.isGone(key) && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(300 + ThreadLocalRandom.current().nextInt(50));
        read(key);
      }
      if (!files.isGone(key)) {
        shown.add("still there: " + key);
      }
    }
    shown.addAll(files.shown());
    return shown;
  }
}
