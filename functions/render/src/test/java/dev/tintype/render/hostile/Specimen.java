package dev.tintype.render.hostile;

import java.util.List;

/// A file and its allowed verdicts.
///
/// @param name a short description
/// @param bytes the file
/// @param verdicts codes of rejections, or `rendered`
@SuppressWarnings("ArrayRecordComponent")
public record Specimen(String name, byte[] bytes, List<String> verdicts) {

  /// The verdicts for a damaged file: any decoder result, but no crash.
  static String[] any() {
    return new String[] {
      "rendered",
      "corrupt",
      "truncated",
      "unsupported_format",
      "unsupported_codec",
      "too_many_pixels",
      "too_many_frames",
      "needs_too_much_memory"
    };
  }

  /// Copies the list.
  public Specimen {
    verdicts = List.copyOf(verdicts);
  }

  /// A file that must end with one of these verdicts.
  static Specimen of(String name, byte[] bytes, String... verdicts) {
    return new Specimen(name, bytes, List.of(verdicts));
  }

  @Override
  public String toString() {
    return name;
  }
}
