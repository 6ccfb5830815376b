package dev.tintype.bench.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A folder of photographs to measure with.
///
/// @param folder holds `*.jpg` with the names below
public record Photos(Path folder) {

  /// Straight from cameras, none enlarged: what quality is judged by.
  public static final List<String> CAMERA =
      List.of("dragonfly13", "life6", "picos8", "sunset12", "kleiber20");

  /// The 12 MP photograph that costs are told for.
  public static final String TWELVE_MEGAPIXELS = "p12";

  /// @return the photograph's file
  /// @throws IllegalArgumentException when it is not there
  public Path file(String name) {
    Path file = folder.resolve(name + ".jpg");
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          file + " is missing; --photos names the folder with the photographs");
    }
    return file;
  }
}
