package dev.tintype.render.process;

import dev.tintype.render.cgroup.MemoryGroups;
import dev.tintype.render.plan.PeakMemory;
import java.util.Optional;

/// Decides who is to blame when the kernel kills a renderer because memory ran out.
///
/// The machine or its control group is to blame while the renderer used no more than predicted:
/// another machine can render the original. Beyond that, the renderer is to blame.
///
/// @param groups the control groups around the renderer
/// @param killsBefore their count of out-of-memory kills when the job began
record MemoryVerdict(MemoryGroups groups, long killsBefore) {

  /// Memory that a warm renderer may hold in addition to what the job needs.
  private static final long KEPT_BYTES = 384L << 20;

  static MemoryVerdict begin(MemoryGroups groups) {
    return new MemoryVerdict(groups, groups.kills());
  }

  /// Returns why the machine is to blame, or empty when it is not.
  ///
  /// @param predicted the predicted bytes; 0 before a prediction exists
  /// @param taken the highest resident memory seen, bytes
  Optional<String> machine(long predicted, long taken) {
    if (groups.kills() == killsBefore) {
      return Optional.empty();
    }
    long expected = Math.max(predicted, PeakMemory.IDLE_BYTES) + KEPT_BYTES;
    Optional<MemoryGroups.Limit> limit = groups.limit();
    boolean tooTight = limit.isPresent() && limit.get().bytes() < expected;
    if (!tooTight && taken > expected) {
      return Optional.empty();
    }
    String need = predicted == 0 ? "" : ", and this original may need " + mebibytes(predicted);
    return Optional.of(
        limit
            .map(known ->
                "the kernel killed the renderer because memory ran out: the control group %s allows %s%s"
                    .formatted(known.group(), mebibytes(known.bytes()), need))
            .orElse(
                "the kernel killed the renderer because memory ran out on this machine" + need));
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
