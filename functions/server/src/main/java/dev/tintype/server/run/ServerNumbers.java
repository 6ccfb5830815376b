package dev.tintype.server.run;

import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Numbers that are read when the metrics are: each runs at most one query for a page. A number
/// that cannot be read is left out.
final class ServerNumbers {

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");
  private static final int MOST_COUNTED = 1_000;

  private ServerNumbers() {}

  static void show(PrometheusRegistry metrics, Backends backends, InstantSource clock) {
    gauge(
            "tintype_queue_messages",
            "Messages: visible are waiting, hidden are worked on or delayed, dead are given up.",
            value -> depth(backends, value))
        .labelNames("where")
        .register(metrics);
    gauge(
            "tintype_queue_bulk_messages",
            "Messages of the bulk lane; tintype_queue_messages counts them too.",
            value -> bulk(backends, value))
        .labelNames("where")
        .register(metrics);
    gauge(
            "tintype_outbox_due",
            "Outcomes to be told now, at most 1000.",
            value -> outboxDue(backends, clock, value))
        .register(metrics);
    gauge(
            "tintype_queued_seconds",
            "How long the version that has waited longest for a worker has waited; no bulk work.",
            value -> queuedSeconds(backends, clock, value))
        .register(metrics);
    showHost(metrics, backends.folder());
  }

  /// Shows the numbers of the host itself.
  static void showHost(PrometheusRegistry metrics, DataFolder folder) {
    gauge(
            "tintype_disk_free_bytes",
            "Room for more on the data folder's disk.",
            value -> free(folder.root(), value))
        .register(metrics);
    gauge("tintype_heap_bytes", "Memory the server's objects take.", value -> value.call(heap()))
        .register(metrics);
  }

  private static GaugeWithCallback.Builder gauge(
      String name, String help, Consumer<GaugeWithCallback.Callback> number) {
    return GaugeWithCallback.builder().name(name).help(help).callback(number);
  }

  private static void depth(Backends backends, GaugeWithCallback.Callback value) {
    try {
      Depth depth = backends.queue().depth();
      value.call((double) depth.visible(), "visible");
      value.call((double) depth.hidden(), "hidden");
      value.call((double) depth.dead(), "dead");
    } catch (StoreUnavailable e) {
      leftOut("tintype_queue_messages", e);
    }
  }

  private static void bulk(Backends backends, GaugeWithCallback.Callback value) {
    try {
      Depth depth = backends.queue().depth();
      value.call((double) depth.bulkVisible(), "visible");
      value.call((double) depth.bulkHidden(), "hidden");
    } catch (StoreUnavailable e) {
      leftOut("tintype_queue_bulk_messages", e);
    }
  }

  private static void outboxDue(
      Backends backends, InstantSource clock, GaugeWithCallback.Callback value) {
    try {
      value.call((double) backends.jobs().outcomesDue(clock.instant(), MOST_COUNTED));
    } catch (StoreUnavailable e) {
      leftOut("tintype_outbox_due", e);
    }
  }

  private static void queuedSeconds(
      Backends backends, InstantSource clock, GaugeWithCallback.Callback value) {
    try {
      value.call(
          backends
              .jobs()
              .queuedSince()
              .map(since -> Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1e3))
              .orElse(0.0));
    } catch (StoreUnavailable e) {
      leftOut("tintype_queued_seconds", e);
    }
  }

  private static void free(Path folder, GaugeWithCallback.Callback value) {
    try {
      value.call((double) Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      leftOut("tintype_disk_free_bytes", e);
    }
  }

  private static double heap() {
    return (double) (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
  }

  private static void leftOut(String name, Exception why) {
    LOGGER.log(Level.DEBUG, () -> "event=metrics.left_out name=" + name, why);
  }
}
