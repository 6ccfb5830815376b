package dev.tintype.server.run;

import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.server.data.Backends;
import dev.tintype.server.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// Metrics that are computed when they are read.
final class ServerNumbers {

  private static final int MOST_COUNTED = 1_000;

  private ServerNumbers() {}

  static void show(Metrics metrics, Backends backends, InstantSource clock) {
    RecentDepth depth = new RecentDepth(backends);
    depth(metrics, depth, "visible", Depth::visible);
    depth(metrics, depth, "hidden", Depth::hidden);
    depth(metrics, depth, "dead", Depth::dead);
    metrics.gauge(
        "tintype_outbox_due",
        "Outcomes to be told now, at most 1000.",
        () -> outboxDue(backends, clock));
    metrics.gauge(
        "tintype_disk_free_bytes",
        "Room for more on the data folder's disk.",
        () -> free(backends.folder().root()));
    metrics.gauge(
        "tintype_heap_bytes",
        "Memory the server's objects take.",
        () -> (double) (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()));
    metrics.gauge(
        "process_resident_memory_bytes", "Resident memory of the server.", ServerNumbers::resident);
  }

  private static void depth(
      Metrics metrics, RecentDepth depth, String where, ToLongFunction<Depth> number) {
    metrics.gauge(
        "tintype_queue_messages",
        "Messages: visible are waiting, hidden are worked on or delayed, dead are given up.",
        () -> {
          try {
            return (double) number.applyAsLong(depth.get());
          } catch (StoreUnavailable _) {
            return Double.NaN;
          }
        },
        "where",
        where);
  }

  /// The queue's depth, read once for all metrics of a page.
  private static final class RecentDepth {
    private static final long FRESH_NANOS = 500_000_000;

    private final Backends backends;
    private Optional<Depth> depth = Optional.empty();
    private long asked;

    RecentDepth(Backends backends) {
      this.backends = backends;
    }

    synchronized Depth get() {
      if (depth.isEmpty() || System.nanoTime() - asked > FRESH_NANOS) {
        depth = Optional.of(backends.queue().depth());
        asked = System.nanoTime();
      }
      return depth.get();
    }
  }

  private static double outboxDue(Backends backends, InstantSource clock) {
    try {
      return backends.jobs().outcomesDue(clock.instant(), MOST_COUNTED);
    } catch (StoreUnavailable _) {
      return Double.NaN;
    }
  }

  private static double free(Path folder) {
    try {
      return (double) Files.getFileStore(folder).getUsableSpace();
    } catch (IOException _) {
      return Double.NaN;
    }
  }

  private static double resident() {
    try {
      String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1];
      return Long.parseLong(pages) * 4096.0;
    } catch (IOException _) {
      return Double.NaN;
    }
  }
}
