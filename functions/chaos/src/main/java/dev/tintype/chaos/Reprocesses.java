package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.chaos.stack.Small;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A client who has the latest uploads processed by another recipe, one each second.
final class Reprocesses {

  private final HostClient host;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger count = new AtomicInteger();

  Reprocesses(URI server, String token) {
    this.host = new HostClient(server, token);
  }

  void start() {
    var _ = timer.scheduleWithFixedDelay(this::one, 2, 1, TimeUnit.SECONDS);
  }

  /// Images of made-up bytes, the older ones, are let alone. One may be erased meanwhile.
  private void one() {
    try {
      for (JsonNode image : host.ask("GET", "/images?limit=5", "").path("images")) {
        host.ask(
            "POST",
            "/images/" + image.path("id").asText() + "/reprocess",
            Json.write(Json.object().put("recipe", Small.RECIPE.name())));
        count.incrementAndGet();
      }
    } catch (IOException _) {
      // It was erased, or is that far already.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return how many were accepted
  int count() {
    return count.get();
  }

  /// Ends the requests.
  void stop() throws InterruptedException {
    timer.shutdown();
    if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the client does not end");
    }
    host.close();
  }
}
