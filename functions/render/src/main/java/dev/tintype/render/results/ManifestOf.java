package dev.tintype.render.results;

import dev.tintype.core.Format;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Renderer.RenderedFile;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Reuse.Source;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.plan.RenderPlan.PlannedVariant;
import dev.tintype.render.results.ResultFiles.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Builds the manifest from the plan and from files that the worker has measured itself, now or for
/// an earlier version.
public final class ManifestOf {

  private ManifestOf() {}

  /// @param remainder the plan, and what of it was not made
  /// @param taken the measured file of each one that was made
  /// @param versions of the library that made them
  public static Rendering.Rendered rendered(
      ImageJob job,
      Header header,
      Remainder remainder,
      Map<PlannedFile, Taken> taken,
      LibvipsVersions versions,
      ReportedPlaceholder placeholder) {
    List<Manifest.Variant> variants = new ArrayList<>();
    List<RenderedFile> files = new ArrayList<>();
    for (PlannedVariant planned : remainder.whole().variants()) {
      Taken made = taken.get(planned.file());
      if (made == null) {
        Source source =
            Objects.requireNonNull(remainder.reused().get(planned.file().name()), "not made");
        variants.add(variant(job, planned, source.bytes(), source.sha256()));
      } else {
        Manifest.Variant variant = variant(job, planned, made.bytes(), made.sha256());
        variants.add(variant);
        files.add(new RenderedFile(variant, made.path()));
      }
    }
    Manifest manifest =
        new Manifest(
            job.imageId(),
            job.version(),
            new Manifest.RecipeRef(job.recipe().name(), job.recipe().digest()),
            original(header),
            new Manifest.RendererInfo(
                job.renderRevision(),
                versions.libvips(),
                versions.codecs(/* withPng= */ variants.stream().anyMatch(ManifestOf::isPng))),
            placeholder.thumbhash(),
            placeholder.dominantColor(),
            variants);
    return new Rendering.Rendered(manifest, files, note(header));
  }

  private static Manifest.Variant variant(
      ImageJob job, PlannedVariant planned, long bytes, Sha256 sha256) {
    PlannedFile file = planned.file();
    return new Manifest.Variant(
        planned.size().name(),
        file.format(),
        file.dimensions().width(),
        file.dimensions().height(),
        bytes,
        sha256,
        file.animated(),
        Keys.variant(job.imageId(), job.version(), planned.size().name(), file.format()));
  }

  /// @return what a manifest says of the original
  static Manifest.OriginalInfo original(Header header) {
    return new Manifest.OriginalInfo(
        header.format().id(),
        header.oriented().width(),
        header.oriented().height(),
        header.orientation() != 1,
        header.alpha(),
        header.frames());
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
