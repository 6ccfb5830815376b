package dev.tintype.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Public files whose image was erased: once a file is not found, it must never be found again.
/// Safe for use by many threads.
final class ErasedFiles {

  private final Map<String, Boolean> wasGone = new LinkedHashMap<>();
  private final ConcurrentLinkedQueue<String> shown = new ConcurrentLinkedQueue<>();
  private int images;

  /// An image is about to be erased.
  synchronized void add(List<String> keys) {
    keys.forEach(key -> wasGone.put(key, false));
    images++;
  }

  synchronized boolean has(String key) {
    return wasGone.containsKey(key);
  }

  synchronized int images() {
    return images;
  }

  synchronized Optional<String> any(Random random) {
    return wasGone.isEmpty()
        ? Optional.empty()
        : Optional.of(new ArrayList<>(wasGone.keySet()).get(random.nextInt(wasGone.size())));
  }

  synchronized List<String> all() {
    return List.copyOf(wasGone.keySet());
  }

  /// @return whether a file that is asked for from now on must not be found
  synchronized boolean isGone(String key) {
    return wasGone.getOrDefault(key, false);
  }

  /// @param mustBeGone what [#isGone] said before the file was asked for
  void answered(String key, int status, boolean mustBeGone) {
    if (status == 404) {
      synchronized (this) {
        wasGone.put(key, true);
      }
    } else if (mustBeGone) {
      shown.add(status + " " + key);
    }
  }

  /// @return what was found although it had been gone
  List<String> shown() {
    return List.copyOf(shown);
  }
}
