package dev.tintype.render.reuse;

import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Reuse.Former;
import dev.tintype.core.port.Reuse.Placeholder;
import dev.tintype.core.port.Reuse.Source;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Picture;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.plan.RenderPlan.PlannedVariant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the files of a job that earlier versions have. The same arguments give the same answer.
public final class ReusableFiles {

  private final ImageJob job;
  private final Manifest.OriginalInfo original;
  private final Map<Sha256, Source> files = new HashMap<>();
  private final Map<Sha256, Placeholder> placeholders = new HashMap<>();

  private ReusableFiles(ImageJob job, Manifest.OriginalInfo original) {
    this.job = job;
    this.original = original;
  }

  /// @param job what is wanted
  /// @param formers versions that are ready, the preferred ones first. Versions of another original
  ///   or render revision, and versions whose manifest is not the one that follows from its job,
  ///   are left aside
  /// @return what need not be made; empty when that is nothing
  public static Optional<Reuse> of(ImageJob job, List<Former> formers) {
    List<Former> usable = formers.stream().filter(former -> isUsable(job, former)).toList();
    if (usable.isEmpty()) {
      return Optional.empty();
    }
    ReusableFiles reusable = new ReusableFiles(job, usable.getFirst().manifest().original());
    usable.forEach(reusable::add);
    return Optional.of(reusable.found()).filter(reuse -> !reuse.isEmpty());
  }

  private static boolean isUsable(ImageJob job, Former former) {
    return former.job().original().sha256().equals(job.original().sha256())
        && former.job().renderRevision().equals(job.renderRevision())
        && !former.job().version().equals(job.version())
        && former.job().imageId().equals(job.imageId());
  }

  /// Adds what a version has, if its manifest keeps the plan of its job and agrees with the others
  /// about the original.
  private void add(Former former) {
    Manifest manifest = former.manifest();
    if (!manifest.original().equals(original)) {
      return;
    }
    RenderPlan plan = plan(former.job());
    if (!keeps(manifest, plan)) {
      return;
    }
    Fingerprints fingerprints = new Fingerprints(former.job(), plan);
    for (int i = 0; i < plan.variants().size(); i++) {
      Variant variant = manifest.variants().get(i);
      files.putIfAbsent(
          fingerprints.of(plan.variants().get(i).file()),
          new Source(
              Keys.variant(
                  manifest.imageId(), manifest.version(), variant.size(), variant.format()),
              variant.bytes(),
              variant.sha256()));
    }
    placeholders.putIfAbsent(
        fingerprints.ofPlaceholder(),
        new Placeholder(manifest.thumbhash(), manifest.dominantColor()));
  }

  private RenderPlan plan(ImageJob of) {
    return RenderPlan.of(Picture.of(original), of.recipe(), of.focus());
  }

  private static boolean keeps(Manifest manifest, RenderPlan plan) {
    List<Variant> variants = manifest.variants();
    if (variants.size() != plan.variants().size()) {
      return false;
    }
    for (int i = 0; i < variants.size(); i++) {
      if (!keeps(variants.get(i), plan.variants().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean keeps(Variant variant, PlannedVariant planned) {
    PlannedFile file = planned.file();
    return variant.size().equals(planned.size().name())
        && variant.format() == file.format()
        && variant.animated() == file.animated()
        && new Dimensions(variant.width(), variant.height()).equals(file.dimensions());
  }

  private Reuse found() {
    RenderPlan plan = plan(job);
    Fingerprints fingerprints = new Fingerprints(job, plan);
    Map<String, Source> found = new HashMap<>();
    for (PlannedFile file : plan.files()) {
      Source source = files.get(fingerprints.of(file));
      if (source != null) {
        found.put(file.name(), source);
      }
    }
    return new Reuse(
        original,
        found,
        Optional.ofNullable(placeholders.get(fingerprints.ofPlaceholder())));
  }
}
