package dev.tintype.bench.contestant;

import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import dev.tintype.render.sandbox.JailLimits;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.JailTerms;
import dev.tintype.render.sandbox.WorkFolders;
import dev.tintype.render.sandbox.parent.JailedJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The pipeline with the renderer's JVM options, without worker, jail or protocol: the whole job,
/// or only its encodes.
public final class EngineContestant implements Contestant {

  private final LineProcess engine;
  private final boolean onlyEncodes;
  private final Path variants;

  /// @param scratch an existing folder for this contestant alone
  /// @param onlyEncodes whether only the encodes are measured, after decoding and resizing
  public EngineContestant(
      Path libvips, Path scratch, Path original, Recipe recipe, boolean onlyEncodes)
      throws IOException {
    this.onlyEncodes = onlyEncodes;
    this.variants = Files.createDirectories(scratch.resolve("variants"));
    JailTerms none =
        new JailTerms(
            JailMode.OFF,
            ProcessHandle.current().pid(),
            0,
            false,
            0,
            JailLimits.ofMemory(1L << 30, 0));
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .map(Path::of)
            .toList();
    List<String> command =
        new JailedJvm(classPath, List.of("-Xshare:auto"), EngineMain.class.getName())
            .command(
                none,
                new WorkFolders(scratch, variants),
                List.of(
                    libvips.toAbsolutePath().toString(),
                    Integer.toString(Runtime.getRuntime().availableProcessors()),
                    original.toAbsolutePath().toString(),
                    Json.write(RecipeJson.write(recipe)),
                    variants.toAbsolutePath().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(scratch.resolve("engine.err").toFile());
    builder.environment().clear();
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    this.engine = new LineProcess(builder);
  }

  /// Switches to another original.
  public void turnTo(Path original) throws IOException {
    engine.ask("original " + original.toAbsolutePath());
  }

  @Override
  public Sample run() throws IOException {
    if (onlyEncodes) {
      engine.ask("prepare");
    }
    return engine.measure(onlyEncodes ? "encode" : "render", variants);
  }

  @Override
  public long peakBytes() throws IOException {
    return engine.peakBytes();
  }

  @Override
  public void close() {
    engine.close();
  }
}
