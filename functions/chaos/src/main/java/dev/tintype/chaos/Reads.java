package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Public files that must be found with the right bytes, drawn at random. Safe for use by many
/// threads.
final class Reads {

  private static final String FILES = "/files/";

  /// How many of the latest files are drawn more often for an erasure.
  private static final int LATEST = 50;

  private final HostClient host;
  private final ErasedFiles erased;
  private final Random random;
  private final List<Map.Entry<String, Sha256>> files;
  private final AtomicLong count = new AtomicLong();
  private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();

  Reads(HostClient host, Map<String, Sha256> files, ErasedFiles erased, long seed) {
    this.host = host;
    this.erased = erased;
    this.random = new Random(seed);
    this.files = new ArrayList<>(files.entrySet());
  }

  /// Reads one file.
  void read() {
    Map.Entry<String, Sha256> file;
    synchronized (this) {
      if (files.isEmpty()) {
        return;
      }
      file = files.get(random.nextInt(files.size()));
    }
    String key = file.getKey();
    count.incrementAndGet();
    try {
      HttpResponse<byte[]> answer = host.file(key);
      boolean isRight =
          answer.statusCode() == 200 && Sha256.of(answer.body()).equals(file.getValue());
      if (!isRight && !erased.has(key)) {
        failed(answer.statusCode() + " " + key);
      }
    } catch (IOException | InterruptedException e) {
      failed(e + " " + key);
    }
  }

  /// From now on the files of a ready image are read, too.
  synchronized void add(JsonNode image) {
    for (JsonNode variant : image.path("variants")) {
      String path = URI.create(variant.path("url").asText()).getPath();
      files.add(
          Map.entry(path.substring(FILES.length()), new Sha256(variant.path("sha256").asText())));
    }
  }

  /// Draws an image that is going to be erased, every second time one of the latest. Its files are
  /// erased files from now on.
  ///
  /// @return its id, or empty when no image is left
  synchronized Optional<String> toErase() {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    int last = files.size() - 1;
    int index =
        random.nextBoolean()
            ? last - random.nextInt(Math.min(LATEST, files.size()))
            : random.nextInt(files.size());
    String key = files.get(index).getKey();
    String prefix = key.substring(0, key.indexOf('/') + 1);
    erased.add(
        files.stream().map(Map.Entry::getKey).filter(one -> one.startsWith(prefix)).toList());
    files.removeIf(file -> file.getKey().startsWith(prefix));
    return Optional.of(prefix.substring(0, prefix.length() - 1));
  }

  /// Notes a request that failed.
  void failed(String what) {
    failed.add(what);
  }

  long count() {
    return count.get();
  }

  List<String> failed() {
    return List.copyOf(failed);
  }
}
