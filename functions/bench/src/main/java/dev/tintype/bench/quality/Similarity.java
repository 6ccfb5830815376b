package dev.tintype.bench.quality;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SSIMULACRA2 by the program `ssimulacra2_rs` (https://crates.io/crates/ssimulacra2_rs): 100 is
/// the same, about 70 is hard to tell apart beside each other.
///
/// @param program its file, or its name on the PATH
public record Similarity(String program) {

  private static final Pattern SCORE = Pattern.compile("Score:\\s*(-?[0-9.]+)");

  /// @param reference a PNG with the pixels that were encoded
  /// @param variant a PNG with the pixels that came back
  /// @throws IOException when the program is missing or says something else than a score
  public double score(Path reference, Path variant) throws IOException {
    Process process =
        new ProcessBuilder(program, "image", reference.toString(), variant.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    Matcher score = SCORE.matcher(said);
    if (!score.find()) {
      throw new IOException(program + " said: " + said);
    }
    return Double.parseDouble(score.group(1));
  }
}
