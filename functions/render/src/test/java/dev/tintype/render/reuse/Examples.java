package dev.tintype.render.reuse;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Focus;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.OriginalInfo;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.port.Reuse.Former;
import dev.tintype.render.plan.Picture;
import dev.tintype.render.plan.RenderPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Recipes, jobs and versions of one picture.
final class Examples {

  static final ImageId IMAGE = new ImageId("01ARZ3NDEKTSV4RRFFQ69G5FAV");
  static final OriginalInfo PHOTO = new OriginalInfo("jpeg", 4000, 3000, false, false, 1);

  private Examples() {}

  static Map<Format, List<Encoding>> formats(int jpegQuality) {
    return Map.of(
        Format.AVIF, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0)),
        Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 70, 0)),
        Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, jpegQuality, 0)));
  }

  static Recipe recipe(String background, int... widths) {
    return new Recipe("any", Size.widths(widths), formats(75), background, true);
  }

  static Size crop(String name, int width, int height) {
    return new Size(
        new SizeName(name), width, height, new Fit.Cover(/* enlarge= */ false, Gravity.CENTRE));
  }

  static Recipe with(Recipe recipe, Size... more) {
    List<Size> sizes = new ArrayList<>(recipe.sizes());
    sizes.addAll(List.of(more));
    return new Recipe(
        recipe.name(), sizes, recipe.formats(), recipe.background(), recipe.animation());
  }

  static ImageJob job(Recipe recipe, Optional<Focus> focus) {
    return ImageJob.of(
        IMAGE,
        new ImageJob.Original(Sha256.of("an original"), 9, "image/jpeg", focus),
        recipe,
        new RenderRevision(2, "x86_64"),
        Instant.EPOCH);
  }

  /// A ready version whose files have the bytes `{version}/{file}`.
  static Former former(ImageJob job, OriginalInfo original) {
    RenderPlan plan =
        RenderPlan.of(Picture.of(original, job.original().bytes()), job.recipe(), job.focus());
    List<Manifest.Variant> variants =
        plan.variants().stream()
            .map(planned ->
                new Manifest.Variant(
                    planned.size().name(),
                    planned.file().format(),
                    planned.file().dimensions().width(),
                    planned.file().dimensions().height(),
                    7,
                    Sha256.of(job.version() + "/" + planned.file().name()),
                    planned.file().animated(),
                    Keys.variant(
                        job.imageId(),
                        job.version(),
                        planned.size().name(),
                        planned.file().format())))
            .toList();
    return new Former(
        job,
        new Manifest(
            job.imageId(),
            job.version(),
            new Manifest.RecipeRef(job.recipe().name(), job.recipe().digest()),
            original,
            new Manifest.RendererInfo(job.renderRevision(), "8.18.4", Map.of()),
            "thumbhash",
            "#000000",
            variants));
  }
}
