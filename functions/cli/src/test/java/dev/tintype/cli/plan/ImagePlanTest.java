package dev.tintype.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.client.ImageVersions;
import dev.tintype.cli.client.ImageVersions.OneSet;
import dev.tintype.cli.client.ImageVersions.OneVersion;
import dev.tintype.cli.plan.ImagePlan.Fates;
import dev.tintype.cli.plan.PlanSum.Host;
import dev.tintype.cli.plan.PlanSum.Left;
import dev.tintype.core.CpuTime;
import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.Version;
import dev.tintype.render.plan.Picture;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.reuse.Fingerprints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Plans of one image, and the sum over several.
final class ImagePlanTest {

  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final RenderRevision REVISION = RenderRevision.parse("1-test");
  private static final Manifest.OriginalInfo PHOTO =
      new Manifest.OriginalInfo("jpeg", 4000, 3000, false, false, 1);

  private static final Host HERE = new Host(Optional.empty(), /* isAws= */ false);

  private static Recipe recipe(String background, int webpQuality, int... widths) {
    return new Recipe(
        "card",
        Size.widths(widths),
        Map.of(
            Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, webpQuality, 2)),
            Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 80, 2))),
        background,
        true);
  }

  private static Recipe recipe(int... widths) {
    return recipe("#ffffff", 70, widths);
  }

  private static ImageJob job(int number, Recipe recipe) {
    return ImageJob.of(
        new ImageId("01JD3Q8Z4N5V6W7X8Y9Z%06d".formatted(number)),
        new Original(Sha256.of("original " + number), 1_000, "image/jpeg"),
        recipe,
        REVISION,
        AT);
  }

  /// Lengths that grow with a power of the pixels. A WebP of another quality has another length.
  private static long bytes(int number, PlannedFile file) {
    double scale = (number + 1) * (file.format() == Format.JPEG ? 4 : quality(file) / 35.0);
    return Math.round(scale * Math.pow(file.dimensions().pixels(), 0.8));
  }

  private static int quality(PlannedFile file) {
    return switch (file.encoding().fidelity()) {
      case Encoding.Lossy lossy -> lossy.quality();
      case Encoding.Lossless _ -> 100;
    };
  }

  private static OneVersion ready(int number, Recipe recipe) {
    ImageJob job = job(number, recipe);
    RenderPlan plan = RenderPlan.of(Picture.of(PHOTO, 1_000), recipe, Optional.empty());
    Fingerprints fingerprints = new Fingerprints(job, plan);
    List<Manifest.Variant> variants = new ArrayList<>();
    for (RenderPlan.PlannedVariant variant : plan.variants()) {
      PlannedFile file = variant.file();
      variants.add(
          new Manifest.Variant(
              variant.size().name(),
              file.format(),
              file.dimensions().width(),
              file.dimensions().height(),
              bytes(number, file),
              fingerprints.of(file),
              file.animated(),
              Keys.variant(job.imageId(), job.version(), variant.size().name(), file.format())));
    }
    Manifest manifest =
        new Manifest(
            job.imageId(),
            job.version(),
            new Manifest.RecipeRef(recipe.name(), recipe.digest()),
            PHOTO,
            new Manifest.RendererInfo(REVISION, "0.0.0", Map.of()),
            "1QcSHQRnh493V4dIh4eXh1h4kJUI",
            "#335577",
            variants);
    return new OneVersion(job, "ready", AT, Optional.of(manifest));
  }

  /// A version whose rendering took 20 ns for each pixel of the original and 100 ns for each pixel
  /// of a WebP, 50 ns for each of a JPEG.
  private static OneVersion measured(int number, Recipe recipe) {
    OneVersion ready = ready(number, recipe);
    RenderPlan plan = RenderPlan.of(Picture.of(PHOTO, 1_000), recipe, Optional.empty());
    Map<String, Long> files =
        plan.files().stream()
            .collect(Collectors.toMap(PlannedFile::name, ImagePlanTest::encodeMicros));
    return new OneVersion(
        ready.job(),
        ready.state(),
        ready.updatedAt(),
        ready.manifest(),
        Optional.of(new CpuTime(DECODE_MICROS, files)));
  }

  private static final long DECODE_MICROS = 4000 * 3000 / 50;

  private static long encodeMicros(PlannedFile file) {
    return file.dimensions().pixels() / (file.format() == Format.WEBP ? 10 : 20);
  }

  /// An image that shows the last of its versions.
  private static ImageVersions image(OneVersion... versions) {
    OneVersion last = versions[versions.length - 1];
    Version shown = last.job().version();
    return new ImageVersions(
        last.job().imageId(),
        Optional.empty(),
        REVISION,
        "https://images.example/",
        shown,
        "card",
        Map.of("card", new OneSet(shown, last.manifest().map(_ -> shown))),
        Map.of(),
        List.of(versions));
  }

  private static ImagePlan plan(ImageVersions image, int number, Recipe to) {
    return ImagePlan.of(image, job(number, to), "card").orElseThrow();
  }

  @Test
  void aSmallerSizeIsEncodedAndEverythingElseIsKept() {
    ImagePlan plan = plan(image(ready(0, recipe(320, 640))), 0, recipe(160, 320, 640));
    assertThat(plan.variants()).isEqualTo(new Fates(4, 0, 2, 0));
    assertThat(plan.encodes()).hasSize(2);
  }

  @Test
  void aSizeLessIsDroppedWithoutAnEncode() {
    ImagePlan plan = plan(image(ready(0, recipe(160, 320, 640))), 0, recipe(320, 640));
    assertThat(plan.variants()).isEqualTo(new Fates(4, 0, 0, 2));
    assertThat(plan.encodes()).isEmpty();
  }

  @Test
  void anotherQualityConcernsOnlyItsFormat() {
    ImagePlan plan = plan(image(ready(0, recipe(320, 640))), 0, recipe("#ffffff", 60, 320, 640));
    assertThat(plan.variants()).isEqualTo(new Fates(2, 0, 2, 0));
  }

  @Test
  void whatAnEarlierVersionHasIsCopied() {
    ImageVersions image = image(ready(0, recipe(160, 640)), ready(0, recipe(640)));
    ImagePlan plan = plan(image, 0, recipe("#000000", 70, 160, 640));
    assertThat(plan.variants()).isEqualTo(new Fates(1, 1, 2, 0));
  }

  @Test
  void aVersionThatIsReadyAlreadyNeedsNoEncode() {
    Recipe to = recipe("#ffffff", 60, 160, 320, 640);
    ImagePlan plan = plan(image(ready(0, to), ready(0, recipe(320, 640))), 0, to);
    assertThat(plan.variants()).isEqualTo(new Fates(2, 4, 0, 0));
    assertThat(plan.encodes()).isEmpty();
  }

  @Test
  void withoutAReadyVersionNothingIsPlanned() {
    ImageJob job = job(0, recipe(320));
    ImageVersions image = image(new OneVersion(job, "failed", AT, Optional.empty()));
    assertThat(ImagePlan.of(image, job(0, recipe(640)), "card")).isEmpty();
  }

  private static JsonNode bytes(PlanSum sum) {
    return sum.json(HERE).path("bytes");
  }

  private static long expected(int number, Recipe recipe, Format format, int width) {
    return ready(number, recipe).manifest().orElseThrow().variants().stream()
        .filter(variant -> variant.format() == format && variant.width() == width)
        .mapToLong(Manifest.Variant::bytes)
        .sum();
  }

  @Test
  void theLengthOfAFileIsInterpolatedBetweenThoseOfItsKind() {
    Recipe to = recipe(160, 320, 480, 640);
    PlanSum sum = new PlanSum();
    sum.add(plan(image(ready(3, recipe(160, 320, 640))), 3, to));
    long wanted = expected(3, to, Format.JPEG, 480) + expected(3, to, Format.WEBP, 480);
    // The sizes below the new one are resized from it, so they are made again.
    long below = 0;
    for (int width : new int[] {160, 320}) {
      below += expected(3, to, Format.JPEG, width) + expected(3, to, Format.WEBP, width);
    }
    double encoded = bytes(sum).path("encoded").asDouble();
    assertThat(bytes(sum).path("unknownVariants").asInt()).isZero();
    assertThat(List.of((double) wanted, (double) wanted + below))
        .anySatisfy(either -> assertThat(encoded).isCloseTo(either, within(either / 100)));
  }

  @Test
  void aQualityThatNoImageHasIsUnknownUntilOneIsMade() {
    Recipe from = recipe(320, 640);
    Recipe to = recipe("#ffffff", 35, 320, 640);
    PlanSum sum = new PlanSum();
    sum.add(plan(image(ready(3, from)), 3, to));
    assertThat(bytes(sum).path("encoded").asInt()).isZero();
    assertThat(bytes(sum).path("unknownVariants").asInt()).isEqualTo(2);
    assertThat(String.join("\n", sum.sentences(HERE))).contains("2 encoded variants not in these");
    ImageVersions canary = image(ready(5, from), ready(5, to));
    sum.addLeft(Left.BEFORE, ImagePlan.known(canary, job(5, to)));
    assertThat(bytes(sum).path("unknownVariants").asInt()).isZero();
    double wanted = expected(3, to, Format.WEBP, 320) + expected(3, to, Format.WEBP, 640);
    assertThat(bytes(sum).path("encoded").asDouble()).isCloseTo(wanted, within(wanted / 100));
  }

  private static double cpuSeconds(PlanSum sum) {
    return sum.json(HERE).path("cpu").path("seconds").asDouble();
  }

  @Test
  void theProcessorTimeFollowsFromMeasuredRenderings() {
    PlanSum sum = new PlanSum();
    sum.add(plan(image(ready(3, recipe(320, 640))), 3, recipe("#ffffff", 60, 320, 640)));
    assertThat(cpuSeconds(sum)).isZero();
    assertThat(sum.json(HERE).path("cpu").path("unknownEncodes").asInt()).isEqualTo(2);
    assertThat(String.join("\n", sum.sentences(HERE)))
        .contains("the time leaves out 2 encodes,", "the decoding of 1 original,");
    sum.learn(ImagePlan.known(image(measured(5, recipe(320, 640))), job(5, recipe(320, 640))));
    double wanted = (DECODE_MICROS + (320 * 240 + 640 * 480) / 10.0) / 1e6;
    assertThat(cpuSeconds(sum)).isCloseTo(wanted, within(wanted / 50));
    assertThat(sum.json(HERE).path("cpu").path("unknownEncodes").asInt()).isZero();
  }

  @Test
  void everySizeAddsToTheWorkOfAPicture() {
    long pixels = PHOTO.width() * (long) PHOTO.height();
    assertThat(work(PHOTO, recipe(640))).isCloseTo(pixels + 390_144, within(1L));
    assertThat(work(PHOTO, recipe(320, 640))).isCloseTo(pixels + 390_144 + 97_536, within(1L));
  }

  @Test
  void theFramesOfAnAnimationAddToItsWork() {
    Manifest.OriginalInfo moving = new Manifest.OriginalInfo("gif", 800, 600, false, false, 10);
    long still = 307_200 + 76_800;
    long frames = 10 * still;
    assertThat(work(moving, recipe(320, 640)))
        .isCloseTo(800 * 600 * 10 + Math.round(1.27 * (still + frames)), within(1L));
  }

  private static long work(Manifest.OriginalInfo original, Recipe recipe) {
    RenderPlan plan = RenderPlan.of(Picture.of(original, 1_000), recipe, Optional.empty());
    return Decoding.of(original, plan).work();
  }

  @Test
  void aFewSlowFilesOfAQualityDoNotDecideItsTime() {
    Recipe from = recipe(320, 640);
    Recipe to = recipe("#ffffff", 60, 320, 640);
    PlanSum sum = new PlanSum();
    sum.learn(ImagePlan.known(image(measured(5, from)), job(5, from)));
    sum.learn(ImagePlan.known(image(slow(measured(6, to), 11)), job(6, to)));
    sum.add(plan(image(ready(3, from)), 3, to));
    double webp = (320 * 240 + 640 * 480) / 10.0;
    double ofTwoFiles = 1 + 10 * 2.0 / (2 + 50);
    double wanted = (DECODE_MICROS + webp * ofTwoFiles) / 1e6;
    assertThat(cpuSeconds(sum)).isCloseTo(wanted, within(wanted / 50));
  }

  private static OneVersion slow(OneVersion version, int factor) {
    CpuTime cpu = version.cpu().orElseThrow();
    Map<String, Long> files =
        cpu.fileMicros().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, file -> factor * file.getValue()));
    return new OneVersion(
        version.job(),
        version.state(),
        version.updatedAt(),
        version.manifest(),
        Optional.of(new CpuTime(cpu.pictureMicros(), files)));
  }

  @Test
  void anotherEffortTakesAnotherTime() {
    Recipe fast = recipe(320, 640);
    PlanSum sum = new PlanSum();
    sum.learn(ImagePlan.known(image(measured(5, fast)), job(5, fast)));
    Recipe slow =
        new Recipe(
            "card",
            Size.widths(320),
            Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 70, 6))),
            "#ffffff",
            true);
    sum.add(plan(image(ready(3, fast)), 3, slow));
    assertThat(sum.json(HERE).path("cpu").path("unknownEncodes").asInt()).isEqualTo(1);
  }

  @Test
  void whatNeedsNoEncodeNeedsNoDecode() {
    PlanSum sum = new PlanSum();
    sum.add(plan(image(measured(3, recipe(160, 320, 640))), 3, recipe(320, 640)));
    assertThat(cpuSeconds(sum)).isZero();
  }

  @Test
  void theForecastOfAnImageIsAbsentUntilItIsKnown() {
    Recipe to = recipe("#ffffff", 60, 320, 640);
    ImagePlan plan = plan(image(ready(3, recipe(320, 640))), 3, to);
    PlanSum sum = new PlanSum();
    sum.add(plan);
    assertThat(sum.forecast(plan)).isEqualTo(new Forecast(2, Optional.empty(), Optional.empty()));
    ImageVersions canary = image(ready(5, recipe(320, 640)), measured(5, to));
    sum.learn(ImagePlan.known(canary, job(5, to)));
    Forecast known = sum.forecast(plan);
    assertThat(known.cpu()).isPresent();
    assertThat(known.bytes()).isPresent();
  }

  @Test
  void dollarsAndTheLeastTimeAreToldOnlyWhenAskedFor() {
    Recipe to = recipe("#ffffff", 60, 320, 640);
    PlanSum sum = new PlanSum();
    sum.add(plan(image(measured(3, recipe(320, 640))), 3, to));
    assertThat(sum.json(HERE).has("usd")).isFalse();
    assertThat(String.join("\n", sum.sentences(HERE))).doesNotContain("USD", "processors");
    Host aws = new Host(Optional.of(4), /* isAws= */ true);
    assertThat(String.join("\n", sum.sentences(aws)))
        .contains("USD (the template's memory sizes; list prices of us-east-1, x86-64, early 2025)")
        .contains("with 4 processors that do nothing else: at least 0.1 s");
    assertThat(sum.json(aws).path("usd").asDouble()).isBetween(0.00005, 0.0005);
  }

  @Test
  void aVersionThatIsReadyCostsNothing() {
    Recipe to = recipe("#ffffff", 60, 320, 640);
    PlanSum sum = new PlanSum();
    sum.add(plan(image(measured(3, recipe(320, 640)), ready(3, to)), 3, to));
    assertThat(sum.json(HERE).path("moving").asInt()).isEqualTo(1);
    assertThat(sum.json(new Host(Optional.empty(), /* isAws= */ true)).path("usd").asDouble())
        .isZero();
  }
}
