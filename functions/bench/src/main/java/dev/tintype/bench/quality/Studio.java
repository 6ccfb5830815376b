package dev.tintype.bench.quality;

import dev.tintype.bench.input.Photos;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.render.pipeline.Pipeline;
import dev.tintype.render.pipeline.PreparedEncodes;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedVariant;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Encodes photographs under a recipe and scores each variant against its level.
public final class Studio {

  /// The sizes at which quality is scored, in px.
  public static final List<Integer> SIZES = List.of(320, 960, 1920);

  private static final int ENCODERS = Runtime.getRuntime().availableProcessors();

  private final Vips vips;
  private final Pipeline pipeline;
  private final Photos photos;
  private final Similarity similarity;
  private final Path scratch;

  /// @param scratch an existing, empty folder
  public Studio(Vips vips, Photos photos, Similarity similarity, Path scratch) {
    this.vips = vips;
    this.pipeline = new Pipeline(vips, ENCODERS);
    this.photos = photos;
    this.similarity = similarity;
    this.scratch = scratch;
  }

  /// One variant of one photograph.
  ///
  /// @param photo its name
  /// @param format of the variant
  /// @param size of the variant, in px
  /// @param bytes of the variant
  /// @param score SSIMULACRA2 against the pixels that were encoded
  public record Shot(String photo, Format format, int size, long bytes, double score) {}

  /// Encodes and scores every camera photograph.
  ///
  /// @param id the id of the stored figure
  public Judged judge(String id, Recipe recipe) throws IOException {
    List<Shot> shots = new ArrayList<>();
    for (String photo : Photos.CAMERA) {
      shots.addAll(shoot(photo, recipe));
    }
    return new Judged(id, shots);
  }

  private List<Shot> shoot(String photo, Recipe recipe) throws IOException {
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(photos.file(photo), StandardOpenOption.READ)) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      Header header = pipeline.header(file);
      RenderPlan plan = RenderPlan.of(header, recipe);
      List<PlannedVariant> judged =
          plan.variants().stream().filter(v -> SIZES.contains(v.size().widthPx())).toList();
      try (PreparedEncodes encodes =
          new PreparedEncodes(vips, ENCODERS, file, header, plan, recipe)) {
        for (PlannedVariant variant : judged) {
          save(encodes.level(plan.levelOf(variant.file())), level(variant));
        }
        encodes.encode(scratch);
      }
      List<Shot> shots = new ArrayList<>();
      for (PlannedVariant variant : judged) {
        shots.add(shot(photo, variant));
      }
      return shots;
    }
  }

  private Shot shot(String photo, PlannedVariant variant) throws IOException {
    Path encoded = scratch.resolve(variant.file().name());
    Path decoded = scratch.resolve("decoded.png");
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(encoded, StandardOpenOption.READ)) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      try (VipsImage image = vips.fromBuffer(file, "")) {
        save(image, decoded);
      }
    }
    return new Shot(
        photo,
        variant.file().format(),
        variant.size().widthPx(),
        Files.size(encoded),
        similarity.score(level(variant), decoded));
  }

  private Path level(PlannedVariant variant) {
    return scratch.resolve(variant.size() + ".png");
  }

  private void save(VipsImage image, Path png) {
    vips.run(
        VipsOperation.named("pngsave")
            .with("in", image)
            .with("filename", png.toString())
            .with("compression", 1)
            .with("keep", "none"));
  }
}
