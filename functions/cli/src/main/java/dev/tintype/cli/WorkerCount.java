package dev.tintype.cli;

import dev.tintype.server.settings.PlatformSettings;
import java.lang.management.ManagementFactory;

/// How many workers a server has.
///
/// @param workers how many processes; 0 leaves the work to workers started otherwise
/// @param encoders how many files each encodes at once
record WorkerCount(int workers, int encoders) {

  /// What one worker and its renderer may take.
  private static final long BYTES_EACH = 2L << 30;

  /// The usual workforce: one worker with one encoder for each processor, as far as memory goes.
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
