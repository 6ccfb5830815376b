package dev.tintype.render.reuse;

import static dev.tintype.render.reuse.Examples.PHOTO;
import static dev.tintype.render.reuse.Examples.crop;
import static dev.tintype.render.reuse.Examples.former;
import static dev.tintype.render.reuse.Examples.job;
import static dev.tintype.render.reuse.Examples.recipe;
import static dev.tintype.render.reuse.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Focus;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.OriginalInfo;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Reuse.Former;
import dev.tintype.render.plan.Picture;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ReusableFilesTest {

  private static final Recipe SEVEN = recipe("#ffffff", 320, 480, 640, 960, 1280, 1920, 2560);
  private static final Recipe CROPPED =
      with(SEVEN, crop("avatar", 300, 300), crop("card", 1200, 630), crop("banner", 1600, 400));

  private static final Optional<Focus> LEFT = Optional.of(new Focus(1000, 1000));
  private static final Optional<Focus> RIGHT = Optional.of(new Focus(9000, 9000));

  private static Set<String> left(ImageJob job, Former... formers) {
    Optional<Reuse> reuse = ReusableFiles.of(job, List.of(formers));
    RenderPlan plan =
        RenderPlan.of(Picture.of(PHOTO, job.original().bytes()), job.recipe(), job.focus());
    return plan.files().stream()
        .map(PlannedFile::name)
        .filter(name -> reuse.filter(has -> has.files().containsKey(name)).isEmpty())
        .collect(Collectors.toSet());
  }

  private static ImageJob plain(Recipe recipe) {
    return job(recipe, Optional.empty());
  }

  @Test
  void aMovedFocalPointLeavesTheCropsOfEachFormat() {
    ImageJob moved = job(CROPPED, RIGHT);

    Set<String> left = left(moved, former(job(CROPPED, LEFT), PHOTO));

    assertThat(left)
        .containsExactlyInAnyOrder(
            "avatar.avif",
            "avatar.webp",
            "avatar.jpg",
            "card.avif",
            "card.webp",
            "card.jpg",
            "banner.avif",
            "banner.webp",
            "banner.jpg");
    assertThat(ReusableFiles.of(moved, List.of(former(job(CROPPED, LEFT), PHOTO))).get().files())
        .hasSize(21);
  }

  @Test
  void anAddedSmallerSizeLeavesOnlyItself() {
    Recipe more = with(SEVEN, crop("avatar", 300, 300));

    assertThat(left(plain(more), former(plain(SEVEN), PHOTO)))
        .containsExactlyInAnyOrder("avatar.avif", "avatar.webp", "avatar.jpg");
  }

  @Test
  void aRemovedSizeLeavesWhatWasMadeFromIt() {
    // 1280 px are made from 2560 px, 960 px from 1920 px: the latter chain loses its source.
    Recipe fewer = recipe("#ffffff", 320, 480, 640, 960, 1280, 2560);

    assertThat(left(plain(fewer), former(plain(SEVEN), PHOTO)))
        .containsExactlyInAnyOrder(
            "960.avif", "960.webp", "960.jpg", "480.avif", "480.webp", "480.jpg");
  }

  @Test
  void anotherWidestSizeLeavesEverything() {
    Recipe wider = recipe("#ffffff", 320, 480, 640, 960, 1280, 1920, 2561);

    assertThat(left(plain(wider), former(plain(SEVEN), PHOTO))).hasSize(21);
  }

  @Test
  void anotherBackgroundLeavesJpegOnly() {
    Recipe black = recipe("#000000", 320, 480, 640, 960, 1280, 1920, 2560);

    assertThat(left(plain(black), former(plain(SEVEN), PHOTO)))
        .hasSize(7)
        .allMatch(name -> name.endsWith(".jpg"));
  }

  @Test
  void otherOptionsOfOneEncoderLeaveItsFormat() {
    Recipe better = new Recipe("any", SEVEN.sizes(), Examples.formats(90), "#ffffff", true);

    assertThat(left(plain(better), former(plain(SEVEN), PHOTO)))
        .hasSize(7)
        .allMatch(name -> name.endsWith(".jpg"));
  }

  @Test
  void theNameOfARecipeOrASizeDoesNotMatter() {
    Recipe one = with(SEVEN, crop("card", 1200, 630));
    Recipe two =
        with(
            new Recipe("other", SEVEN.sizes(), SEVEN.formats(), "#ffffff", false),
            crop("social", 1200, 630));

    Optional<Reuse> reuse = ReusableFiles.of(plain(two), List.of(former(plain(one), PHOTO)));

    assertThat(reuse.get().files()).hasSize(24);
    assertThat(reuse.get().files().get("social.jpg").key()).endsWith("/card.jpg");
    assertThat(reuse.get().placeholder()).isPresent();
  }

  @Test
  void aSizeThatSharesItsFileHasItsOwnSource() {
    OriginalInfo small = new OriginalInfo("jpeg", 300, 200, false, false, 1);
    Recipe wide = recipe("#ffffff", 400, 800);

    Optional<Reuse> reuse =
        ReusableFiles.of(plain(recipe("#ffffff", 1000)), List.of(former(plain(wide), small)));

    assertThat(reuse.get().files().get("1000.jpg").key()).endsWith("/400.jpg");
  }

  @Test
  void severalVersionsCompleteEachOther() {
    Former without = former(plain(SEVEN), PHOTO);
    Former elsewhere = former(plain(with(recipe("#ffffff", 2560), crop("card", 1200, 630))), PHOTO);
    ImageJob job = plain(with(SEVEN, crop("card", 1200, 630)));

    assertThat(left(job, without)).hasSize(3);
    assertThat(left(job, without, elsewhere)).isEmpty();
    assertThat(
            ReusableFiles.of(job, List.of(without, elsewhere)).get().files().get("2560.jpg").key())
        .as("the first version is preferred")
        .contains(without.job().version().value());
  }

  @Test
  void versionsOfAnotherOriginalRevisionOrImageAreLeftAside() {
    ImageJob job = plain(SEVEN);
    Recipe other = recipe("#ffffff", 320, 2560);
    ImageJob.Original original = job.original();
    RenderRevision revision = job.renderRevision();
    ImageJob foreign =
        ImageJob.of(
            new dev.tintype.core.ImageId("01ARZ3NDEKTSV4RRFFQ69G5FAW"),
            original,
            other,
            revision,
            Instant.EPOCH);
    ImageJob older =
        ImageJob.of(
            Examples.IMAGE, original, other, new RenderRevision(1, "x86_64"), Instant.EPOCH);
    ImageJob replaced =
        ImageJob.of(
            Examples.IMAGE,
            new ImageJob.Original(Sha256.of("another"), 9, "image/jpeg"),
            other,
            revision,
            Instant.EPOCH);

    assertThat(
            ReusableFiles.of(
                job,
                List.of(former(foreign, PHOTO), former(older, PHOTO), former(replaced, PHOTO))))
        .isEmpty();
    assertThat(ReusableFiles.of(job, List.of(former(job, PHOTO)))).as("the same").isEmpty();
    assertThat(ReusableFiles.of(job, List.of(former(plain(other), PHOTO)))).isPresent();
  }

  @Test
  void aManifestThatDoesNotFollowFromItsJobIsLeftAside() {
    Former good = former(plain(recipe("#ffffff", 320, 2560)), PHOTO);
    for (Former bad : List.of(fewer(good), larger(good), still(good))) {
      assertThat(ReusableFiles.of(plain(SEVEN), List.of(bad))).isEmpty();
    }
  }

  private static Former fewer(Former good) {
    return holding(good, good.manifest().variants().subList(0, 5));
  }

  private static Former larger(Former good) {
    return changed(
        good,
        first ->
            new Manifest.Variant(
                first.size(),
                first.format(),
                first.width(),
                first.height() + 1,
                first.bytes(),
                first.sha256(),
                first.animated(),
                first.url()));
  }

  private static Former still(Former good) {
    return changed(
        good,
        first ->
            new Manifest.Variant(
                first.size(),
                first.format(),
                first.width(),
                first.height(),
                first.bytes(),
                first.sha256(),
                !first.animated(),
                first.url()));
  }

  private static Former changed(
      Former good, java.util.function.UnaryOperator<Manifest.Variant> change) {
    List<Manifest.Variant> variants = new ArrayList<>(good.manifest().variants());
    variants.set(0, change.apply(variants.getFirst()));
    return holding(good, variants);
  }

  private static Former holding(Former good, List<Manifest.Variant> variants) {
    Manifest manifest = good.manifest();
    return new Former(
        good.job(),
        new Manifest(
            manifest.imageId(),
            manifest.version(),
            manifest.recipe(),
            manifest.original(),
            manifest.renderer(),
            manifest.thumbhash(),
            manifest.dominantColor(),
            variants));
  }

  @Test
  void sharpeningOneSizeLeavesOnlyThatSize() {
    Size soft = crop("card", 1200, 630);
    Size sharp =
        new Size(soft.name(), soft.widthPx(), soft.heightPx(), soft.fit(), true, Optional.empty());

    assertThat(left(plain(with(SEVEN, sharp)), former(plain(with(SEVEN, soft)), PHOTO)))
        .containsExactlyInAnyOrder("card.avif", "card.webp", "card.jpg");
  }
}
