package dev.tintype.render.process;

import dev.tintype.render.cgroup.MemoryGroups;
import dev.tintype.render.plan.PeakMemory;
import java.util.Optional;

/// Whose fault it is that the kernel killed a renderer for want of memory.
///
/// It is the machine's, or its control group's, while the renderer took no more than the original
/// was predicted to need: another machine renders it. It is the renderer's when it took more.
///
/// @param groups the control groups around the renderer
/// @param killsBefore how many kills they counted when the job began
record MemoryVerdict(MemoryGroups groups, long killsBefore) {

  /// What a warm renderer may hold beside what a job needs.
  private static final long KEPT_BYTES = 384L << 20;

  static MemoryVerdict begin(MemoryGroups groups) {
    return new MemoryVerdict(groups, groups.kills());
  }

  /// Answers why the machine is to blame, and nothing when it is not.
  ///
  /// @param predicted the bytes that were predicted; 0 before they are known
  /// @param taken the most resident memory that was seen
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
                "the kernel ended the renderer for want of memory: the control group %s allows %s%s"
                    .formatted(known.group(), mebibytes(known.bytes()), need))
            .orElse("the kernel ended the renderer for want of memory on this machine" + need));
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
