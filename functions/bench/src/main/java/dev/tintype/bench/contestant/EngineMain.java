package dev.tintype.bench.contestant;

import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import dev.tintype.render.pipeline.Pipeline;
import dev.tintype.render.pipeline.PreparedEncodes;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.vips.Vips;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pipeline in a separate process, without a worker, jail or protocol around it. It replies to
/// `render`, `prepare`, `encode` and `original PATH` with `ok`.
///
/// Arguments: the terms of a jail (unused), the libvips folder, the number of encoders, the
/// original, the recipe as JSON, the folder for the variants.
public final class EngineMain {

  private static final String ANOTHER = "original ";

  private final Vips vips;
  private final int encoders;
  private final Pipeline pipeline;
  private Path original;
  private final Recipe recipe;
  private final Path variants;
  private @Nullable PreparedEncodes prepared;

  private EngineMain(Vips vips, int encoders, Path original, Recipe recipe, Path variants) {
    this.vips = vips;
    this.encoders = encoders;
    this.pipeline = new Pipeline(vips, encoders);
    this.original = original;
    this.recipe = recipe;
    this.variants = variants;
  }

  /// Runs until standard input ends.
  public static void main(String[] arguments) throws IOException {
    Vips vips = Vips.start(Path.of(arguments[1]));
    EngineMain engine =
        new EngineMain(
            vips,
            Integer.parseInt(arguments[2]),
            Path.of(arguments[3]),
            RecipeJson.read(Json.parse(arguments[4])),
            Path.of(arguments[5]));
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      engine.obey(line);
      out.println("ok");
    }
  }

  private void obey(String line) throws IOException {
    if (line.startsWith(ANOTHER)) {
      original = Path.of(line.substring(ANOTHER.length()));
      return;
    }
    switch (line) {
      case "render" -> render();
      case "prepare" -> prepare();
      case "encode" -> encode();
      default -> throw new IllegalArgumentException("unknown command: " + line);
    }
  }

  private void render() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment file = map(arena);
      Header header = pipeline.header(file);
      pipeline.render(
          file,
          header,
          RenderPlan.of(header, recipe),
          recipe,
          Optional.empty(),
          variants,
          () -> {});
    }
  }

  private void prepare() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment file = map(arena);
      Header header = pipeline.header(file);
      RenderPlan plan = RenderPlan.of(header, recipe);
      prepared = new PreparedEncodes(vips, encoders, file, header, plan, recipe);
    }
  }

  private void encode() {
    if (prepared == null) {
      throw new IllegalStateException("encode needs prepare first");
    }
    try (PreparedEncodes encodes = prepared) {
      encodes.encode(variants);
    }
    prepared = null;
  }

  private MemorySegment map(Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(original, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }
}
