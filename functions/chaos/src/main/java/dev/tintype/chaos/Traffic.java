package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.chaos.stack.Originals;
import dev.tintype.chaos.stack.Small;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Viewers who read public files at a rate, and a client who uploads one picture and erases one
/// image a second. What was uploaded is read too as soon as it is ready. Nothing is asked twice.
final class Traffic implements AutoCloseable {

  private final URI server;
  private final String token;
  private final List<Map.Entry<String, Sha256>> files;
  private final Random random;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final AtomicLong reads = new AtomicLong();
  private final ConcurrentLinkedQueue<String> failedReads = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> uploads = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failedUploads = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> unread = new ConcurrentLinkedQueue<>();
  private final ErasedFiles erased;
  private final AtomicLong number = new AtomicLong();

  Traffic(URI server, String token, Map<String, Sha256> files, long seed) {
    this(server, token, files, seed, new ErasedFiles());
  }

  private Traffic(
      URI server, String token, Map<String, Sha256> files, long seed, ErasedFiles erased) {
    this.erased = erased;
    this.server = server;
    this.token = token;
    this.files = new ArrayList<>(files.entrySet());
    this.random = new Random(seed);
  }

  void start(int readsPerSecond) {
    var _ =
        timer.scheduleAtFixedRate(
            () -> Thread.startVirtualThread(this::read),
            0,
            TimeUnit.SECONDS.toNanos(1) / readsPerSecond,
            TimeUnit.NANOSECONDS);
    var _ =
        timer.scheduleAtFixedRate(
            () -> Thread.startVirtualThread(this::upload), 0, 1, TimeUnit.SECONDS);
    var _ =
        timer.scheduleAtFixedRate(
            () -> Thread.startVirtualThread(this::follow), 500, 1_000, TimeUnit.MILLISECONDS);
    var _ =
        timer.scheduleAtFixedRate(
            () -> Thread.startVirtualThread(this::erase), 800, 1_000, TimeUnit.MILLISECONDS);
    var _ =
        timer.scheduleAtFixedRate(
            () -> Thread.startVirtualThread(this::readErased), 1_000, 50, TimeUnit.MILLISECONDS);
  }

  private void read() {
    Map.Entry<String, Sha256> file;
    synchronized (random) {
      file = files.get(random.nextInt(files.size()));
    }
    read(file.getKey(), file.getValue());
  }

  private void read(String key, Sha256 wanted) {
    reads.incrementAndGet();
    try {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(server.resolve("/files/" + key))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              BodyHandlers.ofByteArray());
      boolean isRight = answer.statusCode() == 200 && Sha256.of(answer.body()).equals(wanted);
      if (!isRight && !erased.has(key)) {
        failedReads.add(answer.statusCode() + " " + key);
      }
    } catch (IOException | InterruptedException e) {
      failedReads.add(e + " " + key);
    }
  }

  /// Lets the files of ready uploads be read.
  private void follow() {
    for (int waiting = unread.size(); waiting > 0; waiting--) {
      String id = unread.poll();
      try {
        if (id != null && !readFrom(ask("GET", "/images/" + id, ""))) {
          unread.add(id);
        }
      } catch (IOException | InterruptedException | RuntimeException e) {
        failedReads.add(e + " " + id);
      }
    }
  }

  private boolean readFrom(JsonNode image) {
    if (!image.path("state").asText().equals("ready")) {
      return false;
    }
    synchronized (random) {
      for (JsonNode variant : image.path("variants")) {
        String path = URI.create(variant.path("url").asText()).getPath();
        files.add(
            Map.entry(
                path.substring("/files/".length()), new Sha256(variant.path("sha256").asText())));
      }
    }
    return true;
  }

  private void erase() {
    String id;
    synchronized (random) {
      // Every second time one of the latest uploads.
      boolean isLatest = random.nextBoolean();
      int latest = Math.min(50, files.size());
      int index =
          isLatest ? files.size() - 1 - random.nextInt(latest) : random.nextInt(files.size());
      String key = files.get(index).getKey();
      id = key.substring(0, key.indexOf('/'));
      String prefix = id + "/";
      erased.add(
          files.stream().map(Map.Entry::getKey).filter(one -> one.startsWith(prefix)).toList());
      files.removeIf(file -> file.getKey().startsWith(prefix));
    }
    uploads.remove(id);
    try {
      HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(server.resolve("/images/" + id))
                  .timeout(Duration.ofSeconds(30))
                  .header("authorization", "Bearer " + token)
                  .DELETE()
                  .build(),
              BodyHandlers.discarding());
      if (answer.statusCode() / 100 != 2) {
        failedUploads.add("DELETE " + answer.statusCode());
      }
    } catch (IOException | InterruptedException e) {
      failedUploads.add(String.valueOf(e));
    }
  }

  private void readErased() {
    Optional<String> key;
    synchronized (random) {
      key = erased.any(random);
    }
    key.ifPresent(this::readErased);
  }

  private void readErased(String key) {
    boolean mustBeGone = erased.isGone(key);
    try {
      int status =
          http.send(
                  HttpRequest.newBuilder(server.resolve("/files/" + key))
                      .timeout(Duration.ofSeconds(30))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode();
      erased.answered(key, status, mustBeGone);
    } catch (IOException | InterruptedException e) {
      failedReads.add(e + " " + key);
    }
  }

  int erasedImages() {
    return erased.images();
  }

  /// Reads every file of every erased image until it is gone.
  ///
  /// @return what is still found, or was found after it had been gone
  List<String> shown(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    List<String> shown = new ArrayList<>();
    for (String key : erased.all()) {
      readErased(key);
      while (!erased.isGone(key) && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(300 + ThreadLocalRandom.current().nextInt(50));
        readErased(key);
      }
      if (!erased.isGone(key)) {
        shown.add("still there: " + key);
      }
    }
    shown.addAll(erased.shown());
    return shown;
  }

  private void upload() {
    byte[] original = Originals.jpeg(number.incrementAndGet());
    try {
      JsonNode started =
          ask(
              "POST",
              "/images",
              Json.write(
                  Json.object()
                      .put("contentType", "image/jpeg")
                      .put("bytes", original.length)
                      .put("sha256", Sha256.of(original).hex())
                      .put("recipe", Small.TINY.name())));
      HttpRequest.Builder put =
          HttpRequest.newBuilder(URI.create(started.path("upload").path("url").asText()))
              .timeout(Duration.ofSeconds(30))
              .PUT(BodyPublishers.ofByteArray(original));
      started
          .path("upload")
          .path("headers")
          .properties()
          .forEach(header -> put.header(header.getKey(), header.getValue().asText()));
      int status = http.send(put.build(), BodyHandlers.discarding()).statusCode();
      if (status == 200) {
        uploads.add(started.path("id").asText());
        unread.add(started.path("id").asText());
      } else {
        failedUploads.add("PUT " + status);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      failedUploads.add(String.valueOf(e));
    }
  }

  private JsonNode ask(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(method + " " + path + ": " + answer.statusCode());
    }
    return Json.parse(answer.body()).node();
  }

  /// @return the same uploads as another server shows them
  Traffic at(URI other, String otherToken) {
    Traffic later = new Traffic(other, otherToken, Map.of(), 0, erased);
    later.uploads.addAll(uploads);
    later.failedUploads.addAll(failedUploads);
    return later;
  }

  /// Ends the traffic.
  void stop() throws InterruptedException {
    timer.shutdown();
    timer.awaitTermination(1, TimeUnit.MINUTES);
    TimeUnit.SECONDS.sleep(1);
  }

  long reads() {
    return reads.get();
  }

  List<String> failedReads() {
    return List.copyOf(failedReads);
  }

  int uploads() {
    return uploads.size() + failedUploads.size();
  }

  /// Waits until every upload is ready, and reads its files.
  ///
  /// @return what was lost
  List<String> lost(Duration patience) throws InterruptedException {
    List<String> lost = new ArrayList<>(failedUploads);
    long until = System.nanoTime() + patience.toNanos();
    for (String id : uploads) {
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
      JsonNode image = ask("GET", "/images/" + id, "");
      if (!image.path("state").asText().equals("ready")) {
        return image.path("state").asText();
      }
      for (JsonNode variant : image.path("variants")) {
        HttpResponse<byte[]> file =
            http.send(
                HttpRequest.newBuilder(URI.create(variant.path("url").asText())).build(),
                BodyHandlers.ofByteArray());
        if (!Sha256.of(file.body()).hex().equals(variant.path("sha256").asText())) {
          return file.statusCode() + " " + variant.path("url").asText();
        }
      }
      return "";
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    http.close();
  }
}
