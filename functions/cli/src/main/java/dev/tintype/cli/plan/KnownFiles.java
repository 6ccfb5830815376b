package dev.tintype.cli.plan;

import dev.tintype.cli.client.ImageVersions.OneVersion;
import dev.tintype.core.CpuTime;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.render.plan.Picture;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The files that the versions of one image have: their lengths by kind and number of pixels.
///
/// @param byKind bytes by pixels
/// @param measured the renderings whose processor time is known
public record KnownFiles(Map<Kind, SortedMap<Long, Long>> byKind, List<Measured> measured) {

  /// An image that has no files.
  public static final KnownFiles NONE = new KnownFiles(Map.of(), List.of());

  /// Copies map and list.
  public KnownFiles {
    byKind = Map.copyOf(byKind);
    measured = List.copyOf(measured);
  }

  /// The processor time of one rendering.
  ///
  /// @param decoding what was decoded
  /// @param decodingMicros for what all files share, in µs
  /// @param files those that were made
  record Measured(Decoding decoding, long decodingMicros, List<MeasuredFile> files) {}

  /// The processor time of one file.
  ///
  /// @param kind how it was encoded
  /// @param pixels of all frames
  /// @param micros in µs
  record MeasuredFile(Kind kind, long pixels, long micros) {}

  /// @param versions of one original; those that are not ready are left out
  public static KnownFiles of(List<OneVersion> versions) {
    Map<Kind, SortedMap<Long, Long>> known = new HashMap<>();
    List<Measured> measured = new ArrayList<>();
    for (OneVersion version : versions) {
      version
          .manifest()
          .ifPresent(manifest -> {
            ImageJob job = version.job();
            Picture picture = Picture.of(manifest.original(), job.original().bytes());
            RenderPlan plan = RenderPlan.of(picture, job.recipe(), job.focus());
            if (plan.variants().size() == manifest.variants().size()) {
              add(known, plan, manifest);
              version.cpu().ifPresent(cpu -> measured.add(measured(manifest, plan, cpu)));
            }
          });
    }
    return new KnownFiles(known, measured);
  }

  /// @param times how often each measured time counts, at least 1
  /// @return the same files
  public KnownFiles counted(int times) {
    return new KnownFiles(
        byKind, Collections.nCopies(times, measured).stream().flatMap(List::stream).toList());
  }

  private static Measured measured(Manifest manifest, RenderPlan plan, CpuTime cpu) {
    List<MeasuredFile> files = new ArrayList<>();
    for (PlannedFile file : plan.files()) {
      Long micros = cpu.fileMicros().get(file.name());
      if (micros != null) {
        files.add(new MeasuredFile(Kind.of(file), pixels(file), micros));
      }
    }
    return new Measured(Decoding.of(manifest.original(), plan), cpu.pictureMicros(), files);
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
