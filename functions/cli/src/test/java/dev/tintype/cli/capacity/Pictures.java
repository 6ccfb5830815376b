package dev.tintype.cli.capacity;

import dev.tintype.cli.capacity.Sample.Rendered;
import dev.tintype.cli.client.ImageVersions.OneVersion;
import dev.tintype.cli.plan.KnownFiles;
import dev.tintype.core.CpuTime;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.OriginalInfo;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.render.plan.Picture;
import dev.tintype.render.plan.RenderPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Pictures whose files follow a law, and chance.
final class Pictures {

  private final Recipe recipe;
  private final Random random;
  private final double chance;
  private int widest = 3_900;

  /// @param chance by how much files differ from the law, as a part
  Pictures(Recipe recipe, long seed, double chance) {
    this.recipe = recipe;
    this.random = new Random(seed);
    this.chance = chance;
  }

  /// @param px the width of the widest picture, above 900
  Pictures upTo(int px) {
    widest = px;
    return this;
  }

  List<Rendered> some(int count) {
    List<Rendered> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(one());
    }
    return all;
  }

  /// Detail makes originals and variants longer, coarseness only makes originals shorter.
  private Rendered one() {
    int width = 900 + random.nextInt(widest - 900);
    int height = width * 2 / 3;
    double detail = Math.exp(random.nextGaussian() / 2);
    double coarseness = 3 + random.nextInt(20);
    long pixels = (long) width * height;
    long bytes = Math.round(2 * pixels * detail / coarseness);
    OriginalInfo info = new OriginalInfo("jpeg", width, height, false, false, 1);
    double luck = 1 + chance * random.nextGaussian();
    OneVersion version = version(info, bytes, detail * Math.max(0.2, luck));
    KnownFiles known = KnownFiles.of(List.of(version));
    return new Rendered(info, bytes, Optional.empty(), known, Optional.of(coarseness));
  }

  private OneVersion version(OriginalInfo info, long bytes, double detail) {
    ImageJob job =
        ImageJob.of(
            new ImageId("picture"),
            new ImageJob.Original(Sha256.of("picture"), bytes, "image/jpeg"),
            recipe,
            RenderRevision.CURRENT,
            Instant.EPOCH);
    RenderPlan plan = RenderPlan.of(Picture.of(info, bytes), recipe, Optional.empty());
    List<Variant> variants = new ArrayList<>();
    Map<String, Long> micros = new HashMap<>();
    for (RenderPlan.PlannedVariant variant : plan.variants()) {
      RenderPlan.PlannedFile file = variant.file();
      long pixels = file.dimensions().pixels();
      variants.add(
          new Variant(
              variant.size().name(),
              file.format(),
              file.dimensions().width(),
              file.dimensions().height(),
              Math.round(100 + Math.pow(pixels, 0.85) * detail),
              Sha256.of(file.name()),
              /* animated= */ false,
              file.name()));
      micros.put(file.name(), Math.round(50 + pixels * 0.3 * Math.sqrt(detail)));
    }
    Manifest manifest =
        new Manifest(
            job.imageId(),
            job.version(),
            new Manifest.RecipeRef(recipe.name(), recipe.digest()),
            info,
            new Manifest.RendererInfo(job.renderRevision(), "", Map.of()),
            "",
            "#000000",
            variants);
    return new OneVersion(
        job,
        "ready",
        Instant.EPOCH,
        Optional.of(manifest),
        Optional.of(new CpuTime(Math.round(info.width() * (double) info.height() / 50), micros)));
  }
}
