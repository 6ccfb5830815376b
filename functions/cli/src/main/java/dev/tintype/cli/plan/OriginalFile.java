package dev.tintype.cli.plan;

import java.util.Optional;

/// What is known of an original before it is rendered.
///
/// @param pixels of all frames, above 0
/// @param bytes the length of its file, above 0
/// @param coarseness the mean of a JPEG file's quantization table, above 0; absent for other
///   formats
public record OriginalFile(long pixels, long bytes, Optional<Double> coarseness) {

  /// @throws IllegalArgumentException when a number is out of range
  public OriginalFile {
    if (pixels < 1 || bytes < 1 || coarseness.filter(mean -> !(mean > 0)).isPresent()) {
      throw new IllegalArgumentException("an original has pixels and bytes");
    }
  }

  /// @return bytes for each pixel: how much detail the picture has, at a known coarseness
  double density() {
    return (double) bytes / pixels;
  }
}
