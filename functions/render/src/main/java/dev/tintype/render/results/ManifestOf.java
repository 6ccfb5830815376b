package dev.tintype.render.results;

import dev.tintype.core.Format;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.port.Renderer.RenderedFile;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.plan.RenderPlan.PlannedVariant;
import dev.tintype.render.results.ResultFiles.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds the manifest from the plan and from files that the worker has measured itself.
public final class ManifestOf {

  private ManifestOf() {}

  /// @param taken the measured file of each planned one
  /// @param versions of the library that made them
  public static Rendering.Rendered rendered(
      ImageJob job,
      Header header,
      RenderPlan plan,
      Map<PlannedFile, Taken> taken,
      LibvipsVersions versions,
      ReportedPlaceholder placeholder) {
    List<Manifest.Variant> variants = new ArrayList<>();
    List<RenderedFile> files = new ArrayList<>();
    for (PlannedVariant planned : plan.variants()) {
      PlannedFile file = planned.file();
      Taken bytes = java.util.Objects.requireNonNull(taken.get(file));
      Manifest.Variant variant =
          new Manifest.Variant(
              planned.size().name(),
              file.format(),
              file.dimensions().width(),
              file.dimensions().height(),
              bytes.bytes(),
              bytes.sha256(),
              file.animated(),
              Keys.variant(job.imageId(), job.version(), planned.size().name(), file.format()));
      variants.add(variant);
      files.add(new RenderedFile(variant, bytes.path()));
    }
    Manifest manifest =
        new Manifest(
            job.imageId(),
            job.version(),
            new Manifest.RecipeRef(job.recipe().name(), job.recipe().digest()),
            new Manifest.OriginalInfo(
                header.format().id(),
                header.oriented().width(),
                header.oriented().height(),
                header.orientation() != 1,
                header.alpha(),
                header.frames()),
            new Manifest.RendererInfo(
                job.renderRevision(),
                versions.libvips(),
                versions.codecs(/* withPng= */ variants.stream().anyMatch(ManifestOf::isPng))),
            placeholder.thumbhash(),
            placeholder.dominantColor(),
            variants);
    return new Rendering.Rendered(manifest, files, note(header));
  }

  private static boolean isPng(Manifest.Variant variant) {
    return variant.format() == Format.PNG;
  }

  private static Optional<String> note(Header header) {
    return switch (header.colors()) {
      case UNUSABLE_PROFILE ->
          Optional.of("the embedded ICC profile cannot be used; shown as if there were none");
      case NONE, PROFILE, STATEMENT -> Optional.empty();
    };
  }
}
