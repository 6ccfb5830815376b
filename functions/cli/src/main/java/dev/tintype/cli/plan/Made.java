package dev.tintype.cli.plan;

import dev.tintype.cli.plan.ImagePlan.NewFile;
import dev.tintype.cli.plan.KnownFiles.Measured;
import dev.tintype.cli.plan.KnownFiles.MeasuredFile;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// What was made of an image that has all files of a plan already.
///
/// @param bytes of its variants
/// @param micros the processor time of the rendering, in µs
public record Made(long bytes, long micros) {

  /// @param plan of the whole version
  /// @return absent when a file is missing, or no rendering of exactly these files was measured
  public static Optional<Made> of(ImagePlan plan) {
    long bytes = 0;
    for (NewFile file : plan.encodes()) {
      SortedMap<Long, Long> lengths = plan.known().byKind().get(file.kind());
      Long length = lengths == null ? null : lengths.get(file.pixels());
      if (length == null) {
        return Optional.empty();
      }
      bytes += file.names() * length;
    }
    long sum = bytes;
    return plan.known().measured().stream()
        .filter(rendering -> isOf(rendering, plan))
        .findFirst()
        .map(rendering ->
            new Made(
                sum,
                rendering.decodingMicros()
                    + rendering.files().stream().mapToLong(MeasuredFile::micros).sum()));
  }

  private static boolean isOf(Measured rendering, ImagePlan plan) {
    Set<NewFile> planned =
        plan.encodes().stream()
            .map(file -> new NewFile(file.kind(), file.pixels(), 1))
            .collect(Collectors.toSet());
    Set<NewFile> made =
        rendering.files().stream()
            .map(file -> new NewFile(file.kind(), file.pixels(), 1))
            .collect(Collectors.toSet());
    return plan.decoding().filter(rendering.decoding()::equals).isPresent() && made.equals(planned);
  }
}
