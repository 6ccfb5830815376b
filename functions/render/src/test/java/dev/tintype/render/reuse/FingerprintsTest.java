package dev.tintype.render.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Encoding.Chroma;
import dev.tintype.core.Focus;
import dev.tintype.core.Format;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.CanonicalJson;
import dev.tintype.render.Seeds;
import dev.tintype.render.plan.Arbitrary;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Picture;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.Level;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.plan.View;
import dev.tintype.render.plan.View.Crop;
import dev.tintype.render.plan.View.Padding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FingerprintsTest {

  private static final ImageId IMAGE = new ImageId("01ARZ3NDEKTSV4RRFFQ69G5FAV");
  private static final Sha256 ORIGINAL = Sha256.of("an original");
  private static final RenderRevision REVISION = new RenderRevision(2, "x86_64");
  private static final Dimensions SMALL = new Dimensions(40, 30);
  private static final View VIEW =
      new View(
          SMALL,
          Optional.of(new Crop.Window(1, 2, new Dimensions(80, 60))),
          Optional.of(new Padding(3, 4, new Dimensions(50, 50), false)),
          false);

  private static ImageJob job(Recipe recipe, Optional<Focus> focus) {
    return ImageJob.of(
        IMAGE,
        new ImageJob.Original(ORIGINAL, 9, "image/jpeg", focus),
        recipe,
        REVISION,
        Instant.EPOCH);
  }

  /// All that the bytes of a file depend on, collected without the code under test.
  private record Chain(
      Format format,
      int frames,
      Encoding encoding,
      View view,
      List<View> levels,
      Optional<String> background) {}

  private static Chain chain(RenderPlan plan, PlannedFile file, Recipe recipe) {
    boolean looks = file.view().crop().filter(Crop.Attention.class::isInstance).isPresent();
    List<View> levels = new ArrayList<>();
    if (!file.animated()) {
      levels.addAll(levels(plan, plan.levelOf(file)));
    } else if (looks) {
      levels.add(plan.levels().getFirst().view());
    }
    boolean shown =
        file.format() == Format.JPEG
            || file.view().padding().filter(padding -> !padding.transparent()).isPresent();
    return new Chain(
        file.format(),
        file.frames(),
        file.encoding(),
        file.view(),
        levels,
        shown ? Optional.of(recipe.background()) : Optional.empty());
  }

  private static List<View> levels(RenderPlan plan, int last) {
    List<View> views = new ArrayList<>();
    Optional<Integer> next = Optional.of(last);
    while (next.isPresent()) {
      Level level = plan.levels().get(next.get());
      views.addFirst(level.view());
      next = level.from();
    }
    return views;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void filesHaveOneFingerprintIfAndOnlyIfTheyHaveOneChain(long seed) {
    Arbitrary any = new Arbitrary(Seeds.random(seed));
    for (int original = 0; original < 40; original++) {
      Picture picture = Picture.of(any.admissible());
      Map<Sha256, Chain> chains = new HashMap<>();
      Map<Chain, Sha256> fingerprints = new HashMap<>();
      Recipe recipe = any.framing();
      for (int i = 0; i < 6; i++) {
        ImageJob job = job(recipe, any.focus());
        RenderPlan plan = RenderPlan.of(picture, recipe, job.focus());
        Fingerprints of = new Fingerprints(job, plan);
        for (PlannedFile file : plan.files()) {
          Chain chain = chain(plan, file, recipe);
          Sha256 fingerprint = of.of(file);
          assertThat(chains.merge(fingerprint, chain, (was, _) -> was)).isEqualTo(chain);
          assertThat(fingerprints.merge(chain, fingerprint, (was, _) -> was))
              .isEqualTo(fingerprint);
        }
        recipe = i % 2 == 0 ? shortened(recipe) : any.framing();
      }
    }
  }

  private static Recipe shortened(Recipe recipe) {
    int sizes = recipe.sizes().size();
    return sizes == 1
        ? recipe
        : new Recipe(
            recipe.name(),
            recipe.sizes().subList(1, sizes),
            recipe.formats(),
            recipe.background(),
            recipe.animation());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void leavingFilesOutChangesNoFingerprintOfTheOthers(long seed) {
    Arbitrary any = new Arbitrary(Seeds.random(seed));
    for (int i = 0; i < 200; i++) {
      ImageJob job = job(any.framing(), any.focus());
      RenderPlan plan = RenderPlan.of(Picture.of(any.admissible()), job.recipe(), job.focus());
      PlannedFile one = plan.files().get(i % plan.files().size());
      RenderPlan part = plan.only(Set.of(one.name()), /* placeholder= */ i % 3 == 0);

      assertThat(part.files()).containsExactly(one);
      assertThat(part.levels().size()).isLessThanOrEqualTo(plan.levels().size());
      assertThat(new Fingerprints(job, part).of(one)).isEqualTo(new Fingerprints(job, plan).of(one));
      if (i % 3 == 0) {
        assertThat(new Fingerprints(job, part).ofPlaceholder())
            .isEqualTo(new Fingerprints(job, plan).ofPlaceholder());
      }
    }
  }

  @Test
  void everyComponentOfAViewIsInItsFingerprint() {
    Dimensions other = new Dimensions(41, 30);
    assertDifferent(
        VIEW,
        new View(other, VIEW.crop(), VIEW.padding(), false),
        new View(new Dimensions(40, 31), VIEW.crop(), VIEW.padding(), false),
        new View(SMALL, Optional.empty(), VIEW.padding(), false),
        new View(SMALL, VIEW.crop(), Optional.empty(), false),
        new View(SMALL, VIEW.crop(), VIEW.padding(), true),
        cropped(new Crop.Window(0, 2, new Dimensions(80, 60))),
        cropped(new Crop.Window(1, 0, new Dimensions(80, 60))),
        cropped(new Crop.Window(1, 2, new Dimensions(81, 60))),
        cropped(new Crop.Window(1, 2, new Dimensions(80, 61))),
        cropped(new Crop.Attention(new Dimensions(80, 60))),
        cropped(new Crop.Attention(new Dimensions(81, 60))),
        cropped(new Crop.Attention(new Dimensions(80, 61))),
        padded(new Padding(0, 4, new Dimensions(50, 50), false)),
        padded(new Padding(3, 0, new Dimensions(50, 50), false)),
        padded(new Padding(3, 4, new Dimensions(51, 50), false)),
        padded(new Padding(3, 4, new Dimensions(50, 51), false)),
        padded(new Padding(3, 4, new Dimensions(50, 50), true)));
  }

  private static View cropped(Crop crop) {
    return new View(SMALL, Optional.of(crop), VIEW.padding(), false);
  }

  private static View padded(Padding padding) {
    return new View(SMALL, VIEW.crop(), Optional.of(padding), false);
  }

  private static void assertDifferent(View... views) {
    assertThat(List.of(views))
        .extracting(view -> CanonicalJson.of(dev.tintype.render.reuse.Chain.json(view)))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyOptionOfAnEncoderIsInItsFingerprint() {
    assertThat(
            List.of(
                new Encoding(100, 80, 4),
                new Encoding(100, 81, 4),
                new Encoding(100, 80, 5),
                new Encoding(100, new Encoding.Lossy(80, Chroma.FULL), 4),
                Encoding.lossless(100, 4),
                Encoding.lossless(100, 5)))
        .extracting(encoding -> CanonicalJson.of(dev.tintype.render.reuse.Chain.json(encoding)))
        .doesNotHaveDuplicates();
  }

  @Test
  void theRestOfAFileIsInItsFingerprint() {
    Encoding encoding = new Encoding(Encoding.ANY_WIDTH, 80, 4);
    View whole = new View(SMALL, Optional.empty(), Optional.empty(), false);
    View wide = new View(new Dimensions(80, 60), Optional.empty(), Optional.empty(), false);
    PlannedFile file = new PlannedFile("a.webp", Format.WEBP, whole, encoding, 1);
    Level first = new Level(whole, Optional.empty());
    List<Level> shrunk =
        List.of(new Level(wide, Optional.empty()), new Level(whole, Optional.of(0)));
    Recipe recipe = Examples.recipe("#ffffff", 40);

    assertThat(
            List.of(
                fingerprint(file, List.of(first), recipe, ORIGINAL, REVISION),
                fingerprint(file, shrunk, recipe, ORIGINAL, REVISION),
                fingerprint(file, List.of(first), recipe, Sha256.of("other"), REVISION),
                fingerprint(
                    file, List.of(first), recipe, ORIGINAL, new RenderRevision(3, "x86_64")),
                fingerprint(file, List.of(first), recipe, ORIGINAL, new RenderRevision(2, "arm64")),
                fingerprint(
                    new PlannedFile("a.webp", Format.AVIF, whole, encoding, 1),
                    List.of(first),
                    recipe,
                    ORIGINAL,
                    REVISION),
                fingerprint(
                    new PlannedFile("a.webp", Format.WEBP, whole, encoding, 2),
                    List.of(first),
                    recipe,
                    ORIGINAL,
                    REVISION),
                fingerprint(
                    new PlannedFile("a.webp", Format.WEBP, whole, encoding, 3),
                    List.of(first),
                    recipe,
                    ORIGINAL,
                    REVISION)))
        .doesNotHaveDuplicates();
    assertThat(
            fingerprint(
                new PlannedFile("b.webp", Format.WEBP, whole, encoding, 1),
                List.of(first),
                recipe,
                ORIGINAL,
                REVISION))
        .as("a file has a name, its bytes have none")
        .isEqualTo(fingerprint(file, List.of(first), recipe, ORIGINAL, REVISION));
  }

  @Test
  void onlyFilesThatMayShowTheBackgroundDependOnIt() {
    View whole = new View(SMALL, Optional.empty(), Optional.empty(), false);
    assertThat(dependsOnBackground(Format.JPEG, whole)).isTrue();
    assertThat(dependsOnBackground(Format.AVIF, whole)).isFalse();
    assertThat(dependsOnBackground(Format.AVIF, VIEW)).isTrue();
    assertThat(
            dependsOnBackground(
                Format.WEBP, padded(new Padding(3, 4, new Dimensions(50, 50), true))))
        .isFalse();
    assertThat(
            dependsOnBackground(
                Format.JPEG, padded(new Padding(3, 4, new Dimensions(50, 50), true))))
        .isTrue();
  }

  private static boolean dependsOnBackground(Format format, View view) {
    PlannedFile file =
        new PlannedFile("a", format, view, new Encoding(Encoding.ANY_WIDTH, 80, 1), 1);
    List<Level> levels = List.of(new Level(view, Optional.empty()));
    return !fingerprint(file, levels, Examples.recipe("#ffffff", 40), ORIGINAL, REVISION)
        .equals(fingerprint(file, levels, Examples.recipe("#000000", 40), ORIGINAL, REVISION));
  }

  private static Sha256 fingerprint(
      PlannedFile file,
      List<Level> levels,
      Recipe recipe,
      Sha256 original,
      RenderRevision revision) {
    ImageJob job =
        ImageJob.of(
            IMAGE,
            new ImageJob.Original(original, 9, "image/jpeg"),
            recipe,
            revision,
            Instant.EPOCH);
    RenderPlan plan = new RenderPlan(new Dimensions(100, 75), levels, List.of(file), List.of());
    return new Fingerprints(job, plan).of(file);
  }
}
