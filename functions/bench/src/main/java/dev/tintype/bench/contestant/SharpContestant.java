package dev.tintype.bench.contestant;

import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// sharp on the same libvips, in a warm Node process.
public final class SharpContestant implements Contestant {

  /// The ways to use sharp.
  public enum Way {
    /// One pipeline per variant, one after another.
    NAIVE,
    /// One pipeline per variant, all at once.
    AT_ONCE,
    /// Decoded once into raw levels, then all encodes at once.
    EXPERT
  }

  private final LineProcess node;
  private final Path variants;

  /// @param sharp the folder with `peer.mjs` and its installed packages
  /// @param scratch an existing folder for this contestant alone
  public SharpContestant(Path sharp, Path scratch, Path original, Recipe recipe, Way way)
      throws IOException {
    this.variants = Files.createDirectories(scratch.resolve("variants"));
    this.node =
        new LineProcess(
            new ProcessBuilder(
                    "node",
                    sharp.resolve("peer.mjs").toAbsolutePath().toString(),
                    way.name(),
                    original.toAbsolutePath().toString(),
                    Json.write(RecipeJson.write(recipe)),
                    variants.toAbsolutePath().toString())
                .redirectError(scratch.resolve("sharp.err").toFile()));
  }

  @Override
  public Sample run() throws IOException {
    return node.measure("render", variants);
  }

  @Override
  public long peakBytes() throws IOException {
    return node.peakBytes();
  }

  @Override
  public void close() {
    node.close();
  }
}
