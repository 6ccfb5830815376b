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
import dev.tintype.core.recipe.Recipes;
import dev.tintype.render.plan.Picture;
import dev.tintype.render.plan.RenderPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The photo `p12` of docs/benchmarks.md: what was made of it under the built-in recipes, and how
/// long that took.
final class MeasuredPhoto {

  /// The length of its file, in bytes.
  private static final long BYTES = 4_168_376;

  private static final OriginalInfo ORIGINAL =
      new OriginalInfo("jpeg", 4000, 3000, false, false, 1);

  /// Each row: a file, its bytes and its processor time in µs, under `default` and under `fast`.
  /// The bytes are exact, and add up to those of docs/benchmarks.md. So do the times, with that of
  /// the picture below: a worker measured them, medians of five, and they were scaled to the whole
  /// of docs/benchmarks.md. Work that is the same under both recipes has one time.
  private static final String FILES =
      """
      160.avif     2979    93504    3028   23536
      160.webp     3276     7924    3276    7924
      160.jpg      3504      536    3504     536
      320.avif     9582   237070    9846   78988
      320.webp    10620    22677   10620   22677
      320.jpg     10612     4792   10612    4792
      640.avif    35785   157488   35527   54145
      640.webp    44628    39950   46736   34702
      640.jpg     38415     4835   38415    4835
      960.avif    79785   478011   79065  124569
      960.webp   100070    65740  105170   90655
      960.jpg     84077     8850   84077    8850
      1280.avif  141005   779535  143626   80843
      1280.webp  187448   115640  202168   33874
      1280.jpg   142693    13082  142693   13082
      1920.avif  311541   406488  319617  122792
      1920.webp  413414   320088  446956  126511
      1920.jpg   320657    46536  320657   46536
      2560.avif  527032   777037  539957  290940
      2560.webp  678112   623099  731676  152094
      2560.jpg   554756    69118  554756   69118
      """;

  /// For decoding and resizing, which is the same work under both recipes.
  private static final long PICTURE_MICROS = 228_000;

  /// How often each time is counted. The estimate trusts few measurements of a file less than those
  /// of similar files, and these are medians of five.
  private static final int CERTAINTY = 2_000;

  private MeasuredPhoto() {}

  /// What was measured of one file.
  private record Measured(long bytes, long micros) {}

  static Sample sample(RenderRevision revision) {
    KnownFiles known =
        KnownFiles.of(
                List.of(
                    version(Recipes.DEFAULT, revision, measured(1), PICTURE_MICROS),
                    version(Recipes.FAST, revision, measured(3), PICTURE_MICROS)))
            .counted(CERTAINTY);
    return new Sample(
        "one photo of 12 MP, measured for docs/benchmarks.md on an AMD EPYC",
        /* isOwn= */ false,
        List.of(new Rendered(ORIGINAL, BYTES, Optional.empty(), known, Optional.empty())));
  }

  private static Map<String, Measured> measured(int column) {
    Map<String, Measured> files = new HashMap<>();
    FILES
        .lines()
        .map(line -> line.strip().split(" +", -1))
        .forEach(row ->
            files.put(
                row[0],
                new Measured(Long.parseLong(row[column]), Long.parseLong(row[column + 1]))));
    return files;
  }

  private static OneVersion version(
      Recipe recipe, RenderRevision revision, Map<String, Measured> files, long pictureMicros) {
    ImageJob job =
        ImageJob.of(
            new ImageId("p12"),
            new ImageJob.Original(Sha256.of("p12"), BYTES, "image/jpeg"),
            recipe,
            revision,
            Instant.EPOCH);
    Map<String, Long> micros = new HashMap<>();
    files.forEach((name, file) -> micros.put(name, file.micros()));
    return new OneVersion(
        job,
        "ready",
        Instant.EPOCH,
        Optional.of(manifest(job, files)),
        Optional.of(new CpuTime(pictureMicros, micros)));
  }

  private static Manifest manifest(ImageJob job, Map<String, Measured> files) {
    RenderPlan plan = RenderPlan.of(Picture.of(ORIGINAL, BYTES), job.recipe(), Optional.empty());
    List<Variant> variants = new ArrayList<>();
    for (RenderPlan.PlannedVariant variant : plan.variants()) {
      RenderPlan.PlannedFile file = variant.file();
      Measured measured = files.get(file.name());
      if (measured == null) {
        throw new IllegalStateException("nothing was measured of " + file.name());
      }
      variants.add(
          new Variant(
              variant.size().name(),
              file.format(),
              file.dimensions().width(),
              file.dimensions().height(),
              measured.bytes(),
              Sha256.of(file.name()),
              /* animated= */ false,
              file.name()));
    }
    return new Manifest(
        job.imageId(),
        job.version(),
        new Manifest.RecipeRef(job.recipe().name(), job.recipe().digest()),
        ORIGINAL,
        new Manifest.RendererInfo(job.renderRevision(), "", Map.of()),
        "",
        "#000000",
        variants);
  }
}
