package dev.tintype.server.run;

import dev.tintype.backends.sqlite.SqliteQueue.Depth;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.server.data.Backends;
import dev.tintype.server.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.ToLongFunction;

/// Numbers that are asked for when they are shown.
final class ServerNumbers {

  private static final int MOST_COUNTED = 1_000;

  private ServerNumbers() {}

  static void show(Metrics metrics, Backends backends, InstantSource clock) {
    depth(metrics, backends, "visible", Depth::visible);
    depth(metrics, backends, "hidden", Depth::hidden);
    depth(metrics, backends, "dead", Depth::dead);
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
      Metrics metrics, Backends backends, String where, ToLongFunction<Depth> number) {
    metrics.gauge(
        "tintype_queue_messages",
        "Messages: visible are waiting, hidden are worked on or delayed, dead are given up.",
        () -> {
          try {
            return (double) number.applyAsLong(backends.queue().depth());
          } catch (StoreUnavailable _) {
            return Double.NaN;
          }
        },
        "where",
        where);
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
