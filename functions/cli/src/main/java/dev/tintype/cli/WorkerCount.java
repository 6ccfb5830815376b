package dev.tintype.cli;

import dev.tintype.server.settings.PlatformSettings;
import java.lang.management.ManagementFactory;

/// The number of workers of a server.
///
/// @param workers how many processes; with 0 the server starts none and other workers must do the
///   work
/// @param encoders how many files each worker encodes at once
record WorkerCount(int workers, int encoders) {

  /// The memory for one worker and its renderer.
  private static final long BYTES_EACH = 2L << 30;

  /// @return the default: one worker with one encoder per processor, limited by memory
  static WorkerCount of(PlatformSettings settings) {
    int processors = Runtime.getRuntime().availableProcessors();
    int workers = settings.workers().orElseGet(() -> Math.min(processors, fitting()));
    int encoders = settings.encoders().orElse(processors / Math.max(1, workers));
    return new WorkerCount(workers, Math.max(1, encoders));
  }

  private static int fitting() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? Math.clamp(machine.getTotalMemorySize() / BYTES_EACH, 1, 64)
        : 1;
  }
}
