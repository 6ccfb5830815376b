package dev.tintype.cli.plan;

import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.port.Reuse.Former;
import dev.tintype.render.plan.Picture;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The files that the versions of one image have: their lengths by kind and number of pixels.
///
/// @param byKind bytes by pixels
public record KnownFiles(Map<Kind, SortedMap<Long, Long>> byKind) {

  /// Copies the map.
  public KnownFiles {
    byKind = Map.copyOf(byKind);
  }

  /// @param formers versions that are ready
  static KnownFiles of(List<Former> formers) {
    Map<Kind, SortedMap<Long, Long>> known = new HashMap<>();
    for (Former former : formers) {
      Manifest manifest = former.manifest();
      RenderPlan plan =
          RenderPlan.of(
              Picture.of(manifest.original()), former.job().recipe(), former.job().focus());
      if (plan.variants().size() == manifest.variants().size()) {
        add(known, plan, manifest);
      }
    }
    return new KnownFiles(known);
  }

  private static void add(
      Map<Kind, SortedMap<Long, Long>> known, RenderPlan plan, Manifest manifest) {
    for (int i = 0; i < plan.variants().size(); i++) {
      PlannedFile file = plan.variants().get(i).file();
      Variant variant = manifest.variants().get(i);
      if (variant.bytes() > 0 && variant.format() == file.format()) {
        known
            .computeIfAbsent(Kind.of(file), _ -> new TreeMap<>())
            .putIfAbsent(pixels(file), variant.bytes());
      }
    }
  }

  /// @return the pixels of all frames
  static long pixels(PlannedFile file) {
    return file.dimensions().pixels() * file.frames();
  }
}
