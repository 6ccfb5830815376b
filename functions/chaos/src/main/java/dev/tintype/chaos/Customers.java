package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.chaos.stack.Originals;
import dev.tintype.chaos.stack.Receiver;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients who upload pictures to one of several hosts in turn, and repeat what was not answered,
/// as every client should. Safe for use by many threads.
final class Customers implements AutoCloseable {

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int AT_ONCE = 32;

  /// Until a second notification of an image would have come.
  private static final Duration LATE = Duration.ofSeconds(10);

  private final List<HostClient> hosts;
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(AT_ONCE);
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger ordered = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();

  Customers(List<URI> hosts, String token) {
    this.hosts = hosts.stream().map(url -> new HostClient(url, token)).toList();
  }

  /// Begins uploads at a rate; does not wait.
  void upload(int uploads, int perSecond) {
    ordered.addAndGet(uploads);
    for (int i = 0; i < uploads; i++) {
      var _ =
          timer.schedule(
              () -> upload(count.incrementAndGet()), 1_000L * i / perSecond, TimeUnit.MILLISECONDS);
    }
  }

  private void upload(int number) {
    byte[] original = Originals.larger(number);
    try {
      JsonNode started =
          patiently(
              number,
              host ->
                  host.ask(
                      "POST",
                      "/images",
                      Json.write(
                          Json.object()
                              .put("contentType", "image/jpeg")
                              .put("bytes", original.length)
                              .put("sha256", Sha256.of(original).hex())
                              .put("recipe", Fleet.PAIR.name())),
                      "idempotency-key",
                      "trial-" + number));
      patiently(number, host -> stored(host.put(started.path("upload"), original)));
      patiently(
          number, host -> host.ask("POST", started.path("links").path("uploaded").asText(), ""));
      accepted.add(started.path("id").asText());
    } catch (InterruptedException | RuntimeException e) {
      failed.add(number + ": " + e);
    }
  }

  /// 412 says that the original is there already.
  private static boolean stored(int status) throws IOException {
    if (status != 200 && status != 412) {
      throw new IOException("PUT " + status);
    }
    return true;
  }

  private <T> T patiently(int first, Asking<T> asking) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    for (int i = first; true; i++) {
      try {
        return asking.of(hosts.get(i % hosts.size()));
      } catch (IOException e) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException("no host answers", e);
        }
        repeated.incrementAndGet();
        TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES.toNanos());
      }
    }
  }

  private interface Asking<T> {
    T of(HostClient host) throws IOException, InterruptedException;
  }

  /// @return how many images have been begun of which nobody was told yet
  int underWay(Receiver receiver) {
    return count.get() - receiver.images();
  }

  /// Waits until so many images are under way, or all have been begun.
  void awaitUnderWay(int images, Receiver receiver) throws InterruptedException {
    while (underWay(receiver) < images && count.get() < ordered.get()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /// @return how many requests were repeated
  int repeated() {
    return repeated.get();
  }

  /// @return uploads that no host accepted, and why
  List<String> failed() {
    return List.copyOf(failed);
  }

  /// Waits until every upload has been accepted or has failed.
  void awaitAccepted() throws InterruptedException {
    while (accepted.size() + failed.size() < ordered.get()) {
      TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES.toNanos());
    }
  }

  /// What became of the images.
  ///
  /// @param ready how many are ready, in one version each
  /// @param toldOnce how many have exactly one notification id
  /// @param others the other ones, and what is wrong with them
  record Ends(int ready, int toldOnce, List<String> others) {}

  /// Waits until every accepted image is ready and was told of, or until the patience ends.
  Ends ends(Receiver receiver, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    Set<String> waiting = new HashSet<>(accepted);
    while (!waiting.isEmpty() && System.nanoTime() < until) {
      waiting.removeIf(id -> receiver.of(id).size() > 0 && isReady(id));
      TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES.toNanos());
    }
    TimeUnit.NANOSECONDS.sleep(LATE.toNanos());
    List<String> others = new ArrayList<>(failed);
    int ready = 0;
    int toldOnce = 0;
    for (String id : accepted) {
      int told = receiver.of(id).size();
      int versions = versions(id);
      boolean isReady = versions == 1 && isReady(id);
      ready += isReady ? 1 : 0;
      toldOnce += told == 1 ? 1 : 0;
      if (!isReady || told != 1) {
        others.add("%s: %d versions, told %d times, %s".formatted(id, versions, told, state(id)));
      }
    }
    return new Ends(ready, toldOnce, others);
  }

  private boolean isReady(String id) {
    return state(id).equals("ready");
  }

  private String state(String id) {
    return asked("/images/" + id).path("state").asText();
  }

  private int versions(String id) {
    return asked("/images/" + id + "/versions").path("versions").size();
  }

  private JsonNode asked(String path) {
    try {
      return patiently(0, host -> host.ask("GET", path, ""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    hosts.forEach(HostClient::close);
  }
}
