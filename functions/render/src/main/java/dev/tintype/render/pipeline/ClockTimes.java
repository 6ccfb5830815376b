package dev.tintype.render.pipeline;

import dev.tintype.render.plan.RenderPlan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// How long the parts of one rendering took by the clock, after the decoding. Files are encoded
/// side by side, so only the shares of the parts mean something. Safe for use by many threads.
public final class ClockTimes {

  private static final String PICTURE = "";
  private static final long NANOS_PER_MICRO = 1_000;

  private final Map<String, Long> nanos = new ConcurrentHashMap<>();

  /// Nothing was measured yet.
  public ClockTimes() {}

  /// Measures work on pixels that several files share.
  void picture(Runnable work) {
    file(PICTURE, work);
  }

  /// Measures the making of a file.
  ///
  /// @param name its name in the plan
  void file(String name, Runnable work) {
    long began = System.nanoTime();
    work.run();
    nanos.merge(name, System.nanoTime() - began, Long::sum);
  }

  /// @return microseconds of what files share, then of each file in the order of the plan
  public List<Integer> micros(RenderPlan plan) {
    return Stream.concat(
            Stream.of(PICTURE), plan.files().stream().map(RenderPlan.PlannedFile::name))
        .map(name ->
            Math.clamp(nanos.getOrDefault(name, 0L) / NANOS_PER_MICRO, 0, Integer.MAX_VALUE))
        .toList();
  }
}
