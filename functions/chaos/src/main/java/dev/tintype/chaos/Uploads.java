package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.chaos.stack.Originals;
import dev.tintype.chaos.stack.Small;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A client who uploads pictures, and hands each to the readers as soon as it is ready. Safe for
/// use by many threads.
final class Uploads {

  private final HostClient host;
  private final Reads reads;
  private final AtomicInteger count = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> unread = new ConcurrentLinkedQueue<>();

  Uploads(HostClient host, Reads reads) {
    this.host = host;
    this.reads = reads;
  }

  /// @return the same uploads as another server shows them
  Uploads at(HostClient other, Reads otherReads) {
    Uploads later = new Uploads(other, otherReads);
    later.count.set(count.get());
    later.accepted.addAll(accepted);
    later.failed.addAll(failed);
    return later;
  }

  /// Uploads one picture.
  void upload() {
    byte[] original = Originals.jpeg(count.incrementAndGet());
    try {
      JsonNode started =
          host.ask(
              "POST",
              "/images",
              Json.write(
                  Json.object()
                      .put("contentType", "image/jpeg")
                      .put("bytes", original.length)
                      .put("sha256", Sha256.of(original).hex())
                      .put("recipe", Small.TINY.name())));
      int status = host.put(started.path("upload"), original);
      if (status == 200) {
        accepted.add(started.path("id").asText());
        unread.add(started.path("id").asText());
      } else {
        failed.add("PUT " + status);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      failed.add(String.valueOf(e));
    }
  }

  /// Lets the files of ready uploads be read.
  void follow() {
    for (int waiting = unread.size(); waiting > 0; waiting--) {
      String id = unread.poll();
      try {
        if (id != null && !isReadFrom(host.ask("GET", "/images/" + id, ""))) {
          unread.add(id);
        }
      } catch (IOException | InterruptedException | RuntimeException e) {
        reads.failed(e + " " + id);
      }
    }
  }

  private boolean isReadFrom(JsonNode image) {
    if (!image.path("state").asText().equals("ready")) {
      return false;
    }
    reads.add(image);
    return true;
  }

  /// An upload is about to be erased, and need not be found at the end.
  void forget(String id) {
    accepted.remove(id);
  }

  /// @return how many were begun
  int count() {
    return count.get();
  }

  /// Waits until every upload is ready, and reads its files.
  ///
  /// @return what was lost
  List<String> lost(Duration patience) throws InterruptedException {
    List<String> lost = new ArrayList<>(failed);
    long until = System.nanoTime() + patience.toNanos();
    for (String id : accepted) {
      String trouble = trouble(id);
      while (!trouble.isEmpty() && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(300 + ThreadLocalRandom.current().nextInt(50));
        trouble = trouble(id);
      }
      if (!trouble.isEmpty()) {
        lost.add(id + ": " + trouble);
      }
    }
    return lost;
  }

  private String trouble(String id) throws InterruptedException {
    try {
      JsonNode image = host.ask("GET", "/images/" + id, "");
      if (!image.path("state").asText().equals("ready")) {
        return image.path("state").asText();
      }
      for (JsonNode variant : image.path("variants")) {
        HttpResponse<byte[]> file = host.get(URI.create(variant.path("url").asText()));
        if (!Sha256.of(file.body()).hex().equals(variant.path("sha256").asText())) {
          return file.statusCode() + " " + variant.path("url").asText();
        }
      }
      return "";
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }
}
