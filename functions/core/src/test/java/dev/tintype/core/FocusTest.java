package dev.tintype.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The focal point of an original, and the versions that depend on it.
final class FocusTest {

  private static final Sha256 SHA256 = Sha256.of("an original");
  private static final RenderRevision REVISION = RenderRevision.parse("2-x86_64");
  private static final Focus LEFT = new Focus(0, 5000);

  private static Recipe recipe(Fit... fits) {
    List<Size> sizes = new java.util.ArrayList<>(Size.widths(160));
    for (Fit fit : fits) {
      sizes.add(new Size(new SizeName("box-" + sizes.size()), 300, 200, fit));
    }
    return new Recipe(
        "boxes",
        sizes,
        Map.of(Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 60, 0))),
        "#ffffff",
        /* animation= */ false);
  }

  private static ImageJob job(Recipe recipe, Optional<Focus> focus) {
    return ImageJob.of(
        new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
        new Original(SHA256, 1, "image/jpeg", focus),
        recipe,
        REVISION,
        Instant.EPOCH);
  }

  private static String version(Recipe recipe, String after) {
    return Sha256.of(SHA256.hex() + recipe.digest().hex() + "2-x86_64" + after)
        .hex()
        .substring(0, 16);
  }

  @Test
  void withoutAFocalPointAVersionIsThatOfOriginalRecipeAndRevision() {
    for (Recipe recipe :
        List.of(
            recipe(),
            recipe(new Fit.Cover(false, Gravity.CENTRE)),
            recipe(new Fit.Cover(true, new Fit.Attention())))) {
      assertThat(job(recipe, Optional.empty()).version().value()).isEqualTo(version(recipe, ""));
    }
  }

  @Test
  void aFocalPointIsPartOfTheVersionIfTheRecipeCropsByIt() {
    for (Recipe recipe :
        List.of(
            recipe(new Fit.Cover(false, Gravity.CENTRE)),
            recipe(new Fit.Cover(false, Gravity.NORTH), new Fit.Cover(true, Gravity.CENTRE)),
            recipe(new Fit.Cover(false, new Fit.Attention())))) {
      ImageJob job = job(recipe, Optional.of(LEFT));
      assertThat(job.focus()).contains(LEFT);
      assertThat(job.version().value()).isEqualTo(version(recipe, "@0,5000"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Gravity.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CENTRE"})
  void aRecipeOfEdgesAndWholePicturesIgnoresTheFocalPoint(Gravity gravity) {
    Recipe recipe =
        recipe(
            new Fit.Cover(false, gravity),
            new Fit.Contain(true, Gravity.CENTRE, Fit.Padding.BACKGROUND),
            new Fit.Inside(false));
    ImageJob job = job(recipe, Optional.of(LEFT));
    assertThat(job.focus()).isEmpty();
    assertThat(job.original().focus()).contains(LEFT);
    assertThat(job.version().value()).isEqualTo(version(recipe, ""));
  }

  @Test
  void differentPointsGiveDifferentVersions() {
    Recipe recipe = recipe(new Fit.Cover(false, Gravity.CENTRE));
    assertThat(
            List.of(new Focus(1, 11), new Focus(11, 1), new Focus(111, 1), new Focus(1, 111))
                .stream()
                .map(focus -> job(recipe, Optional.of(focus)).version())
                .distinct())
        .hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, focus.x", "10001, 0, focus.x", "0, -1, focus.y", "0, 10001, focus.y"})
  void aPointOutsideThePictureIsRefused(int x, int y, String field) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Focus(x, y))
        .withMessageContaining(field + " must be 0 to 10000, not ");
  }

  @Test
  void thePointIsReadBackEqual() {
    var json = Json.object();
    assertThat(Focus.in(Json.parse("{}"))).isEmpty();
    assertThat(Focus.in(Json.parse("{\"focus\":null}"))).isEmpty();
    new Focus(0, 10_000).putInto(json);
    assertThat(json.toString()).isEqualTo("{\"focus\":{\"x\":0,\"y\":10000}}");
    assertThat(Focus.in(Json.parse(json.toString()))).contains(new Focus(0, 10_000));
  }
}
