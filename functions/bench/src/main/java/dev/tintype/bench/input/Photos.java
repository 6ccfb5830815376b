package dev.tintype.bench.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A folder of photographs for measurements.
///
/// @param folder holds `*.jpg` with the names below
public record Photos(Path folder) {

  /// Unscaled camera photographs, used to judge quality.
  public static final List<String> CAMERA =
      List.of("dragonfly13", "life6", "picos8", "sunset12", "kleiber20");

  /// The 12 MP photograph for which costs are reported.
  public static final String TWELVE_MEGAPIXELS = "p12";

  /// @return the photograph's file
  /// @throws IllegalArgumentException when the file does not exist
  public Path file(String name) {
    Path file = folder.resolve(name + ".jpg");
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          file + " is missing; --photos names the folder with the photographs");
    }
    return file;
  }
}
