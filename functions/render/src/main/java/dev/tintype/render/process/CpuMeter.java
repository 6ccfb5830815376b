package dev.tintype.render.process;

import dev.tintype.core.CpuTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Measures the processor time of one rendering as the kernel counts it, and divides it among the
/// files by what the renderer says of their shares. A renderer that says wrong shares can only
/// spoil an estimate. For one thread.
final class CpuMeter {

  private final Supplier<Duration> spent;
  private final Duration atStart;
  private Duration decoded = Duration.ZERO;

  /// @param spent the processor time that the renderer has used so far; zero when it is unknown
  CpuMeter(Supplier<Duration> spent) {
    this.spent = spent;
    this.atStart = spent.get();
  }

  /// The pixels are decoded.
  void decoded() {
    decoded = spent.get();
  }

  /// @return the time when no file had to be made; absent when it is unknown
  Optional<CpuTime> withoutFiles() {
    return since(atStart, spent.get()).map(time -> new CpuTime(time, Map.of()));
  }

  /// @param names of the files that were made
  /// @param micros how long the pixels that files share took by the clock, and then each file
  /// @return the time; absent when it is unknown, or when there is not one number for each file
  Optional<CpuTime> of(List<String> names, List<Integer> micros) {
    Optional<Long> decoding = since(atStart, decoded);
    Optional<Long> encoding = since(decoded, spent.get());
    return decoding.isEmpty() || encoding.isEmpty() || micros.size() != names.size() + 1
        ? Optional.empty()
        : Optional.of(divided(decoding.get(), encoding.get(), names, micros));
  }

  private static Optional<Long> since(Duration from, Duration to) {
    return from.isZero() || to.compareTo(from) < 0
        ? Optional.empty()
        : Optional.of(TimeUnit.NANOSECONDS.toMicros(to.minus(from).toNanos()));
  }

  private static CpuTime divided(
      long decoding, long encoding, List<String> names, List<Integer> micros) {
    long all = Math.max(1, micros.stream().mapToLong(Integer::longValue).sum());
    Map<String, Long> files = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      files.put(names.get(i), Math.round((double) encoding * micros.get(i + 1) / all));
    }
    long shared = Math.round((double) encoding * micros.getFirst() / all);
    return new CpuTime(decoding + shared, files);
  }
}
