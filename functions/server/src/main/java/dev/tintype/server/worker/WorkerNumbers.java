package dev.tintype.server.worker;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/// The numbers that workers report.
///
/// @param deaths of workers, but for those that were told to stop
/// @param messageSeconds how long each message was worked on, in seconds
/// @param memoryRatio the memory of each rendering, divided by what was predicted
record WorkerNumbers(Counter deaths, Histogram messageSeconds, Histogram memoryRatio) {

  private static final double[] SECONDS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 120};

  private static final double[] RATIOS = {0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2};

  static WorkerNumbers in(PrometheusRegistry metrics) {
    Counter deaths =
        Counter.builder()
            .name("tintype_worker_deaths_total")
            .help("Workers that died.")
            .withoutExemplars()
            .register(metrics);
    Histogram seconds =
        Histogram.builder()
            .name("tintype_messages_seconds")
            .help("How long messages were worked on.")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .withoutExemplars()
            .register(metrics);
    Histogram ratio =
        Histogram.builder()
            .name("tintype_render_memory_ratio")
            .help("Memory that a renderer's first job took, divided by what was predicted.")
            .classicOnly()
            .classicUpperBounds(RATIOS)
            .withoutExemplars()
            .register(metrics);
    return new WorkerNumbers(deaths, seconds, ratio);
  }

  /// Shows the present state of all workers.
  static void show(PrometheusRegistry metrics, List<WorkerSlot> slots) {
    GaugeWithCallback.builder()
        .name("tintype_workers")
        .help("Workers that run.")
        .callback(value -> value.call(running(slots)))
        .register(metrics);
    GaugeWithCallback.builder()
        .name("tintype_sandbox")
        .help("What holds of a renderer's jail.")
        .labelNames("measure", "worker")
        .callback(value -> slots.forEach(slot -> sandbox(slot, value)))
        .register(metrics);
    GaugeWithCallback.builder()
        .name("tintype_work_folders_left")
        .help("Work folders that a renderer left so that they cannot be emptied.")
        .labelNames("worker")
        .callback(value -> slots.forEach(slot -> value.call(slot.leftFolders(), slot.name())))
        .register(metrics);
    GaugeWithCallback.builder()
        .name("tintype_render_memory_bytes")
        .help("Memory of a renderer's first job: predicted from the header, and taken.")
        .labelNames("what", "worker")
        .callback(value -> slots.forEach(slot -> memory(slot, value)))
        .register(metrics);
  }

  private static void memory(WorkerSlot slot, GaugeWithCallback.Callback value) {
    slot.memoryUse()
        .ifPresent(memory -> {
          value.call((double) memory.predictedBytes(), "predicted", slot.name());
          value.call((double) memory.takenBytes(), "taken", slot.name());
        });
  }

  private static double running(List<WorkerSlot> slots) {
    return (double) slots.stream().filter(WorkerSlot::isRunning).count();
  }

  private static void sandbox(WorkerSlot slot, GaugeWithCallback.Callback value) {
    slot.sandbox().forEach((measure, holds) -> value.call(holds ? 1 : 0, measure, slot.name()));
  }
}
