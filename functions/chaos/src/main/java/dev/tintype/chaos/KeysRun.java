package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.chaos.stack.Customer;
import dev.tintype.chaos.stack.Customer.Answer;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Upload requests under a few idempotency keys. Most requests of a key have the same body, every
/// tenth has another. The body that arrives first decides which of the two is refused.
final class KeysRun {

  private static final int EVERY = 10;

  private final Customer customer;
  private final int keys;
  private final Random random;
  private final Map<Integer, String> first = new ConcurrentHashMap<>();
  private final Map<Integer, Boolean> firstWasOther = new ConcurrentHashMap<>();
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicInteger otherBody = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();
  private final AtomicInteger different = new AtomicInteger();

  KeysRun(Customer customer, int keys, long seed) {
    this.customer = customer;
    this.keys = keys;
    this.random = new Random(seed);
  }

  /// The result.
  ///
  /// @param images how many images exist afterwards
  /// @param created answers 201
  /// @param inFlight answers 409; the client repeated the request after each
  /// @param otherBody answers 422, all to a body that was not the key's first
  /// @param others unexpected answers
  /// @param different replays that differ in more than upload and state
  record Tally(int images, int created, int inFlight, int otherBody, int others, int different) {}

  Tally run(int clients, int requests) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        int key = random.nextInt(keys);
        boolean other = random.nextInt(EVERY) == 0;
        all.add(
            threads.submit(() -> {
              request(key, other);
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    return new Tally(
        images(),
        created.get(),
        customer.askedAgain(),
        otherBody.get(),
        others.get(),
        different.get());
  }

  private void request(int key, boolean other) throws InterruptedException {
    ObjectNode wish =
        Json.object()
            .put("contentType", "image/jpeg")
            .put("bytes", other ? 2_000 : 1_000)
            .put("sha256", Sha256.of("original " + key).hex());
    Answer answer =
        customer.ask("POST", "/images", Json.write(wish), "idempotency-key", "key-" + key);
    switch (answer.status()) {
      case 201 -> {
        created.incrementAndGet();
        String same = withoutWhatMayChange(answer.body());
        String before = first.putIfAbsent(key, same);
        Boolean was = firstWasOther.putIfAbsent(key, other);
        if ((before != null && !before.equals(same)) || (was != null && was != other)) {
          different.incrementAndGet();
        }
      }
      case 422 -> otherBody.incrementAndGet();
      default -> others.incrementAndGet();
    }
  }

  private static String withoutWhatMayChange(JsonNode body) {
    ObjectNode rest = body.deepCopy();
    rest.remove(List.of("upload", "state"));
    return rest.toString();
  }

  private int images() throws InterruptedException {
    int images = 0;
    String path = "/images?limit=200";
    while (true) {
      JsonNode page = customer.ask("GET", path, "").body();
      images += page.path("images").size();
      String next = page.path("next").asText("");
      if (next.isEmpty()) {
        return images;
      }
      path = "/images?limit=200&cursor=" + next;
    }
  }
}
