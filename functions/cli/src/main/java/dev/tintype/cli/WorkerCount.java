package dev.tintype.cli;

import dev.tintype.server.settings.PlatformSettings;
import java.lang.management.ManagementFactory;
import java.util.Optional;

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
    return of(settings.workers(), settings.encoders());
  }

  /// @param workers how many, if that is known
  /// @param encoders how many each, if that is known
  static WorkerCount of(Optional<Integer> workers, Optional<Integer> encoders) {
    int processors = Runtime.getRuntime().availableProcessors();
    int count = workers.orElseGet(() -> Math.min(processors, fitting()));
    int each = encoders.orElse(processors / Math.max(1, count));
    return new WorkerCount(count, Math.max(1, each));
  }

  private static int fitting() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? Math.clamp(machine.getTotalMemorySize() / BYTES_EACH, 1, 64)
        : 1;
  }
}
