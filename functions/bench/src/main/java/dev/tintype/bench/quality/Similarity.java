package dev.tintype.bench.quality;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SSIMULACRA2, computed by the program `ssimulacra2_rs` (https://crates.io/crates/ssimulacra2_rs).
/// 100 means identical; at about 70 two pictures are hard to tell apart side by side.
///
/// @param program its path, or its name on the PATH
public record Similarity(String program) {

  private static final Pattern SCORE = Pattern.compile("Score:\\s*(-?[0-9.]+)");

  /// @param reference a PNG with the original pixels
  /// @param variant a PNG with the decoded pixels
  /// @throws IOException when the program is missing or prints no score
  public double score(Path reference, Path variant) throws IOException {
    Process process =
        new ProcessBuilder(program, "image", reference.toString(), variant.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    Matcher score = SCORE.matcher(said);
    if (!score.find()) {
      throw new IOException(program + " printed: " + said);
    }
    return Double.parseDouble(score.group(1));
  }
}
