package dev.tintype.cli.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.recipe.Recipes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CapacityCheckTest {

  private static Sample sample(int images, double chance) {
    return new Sample("a law", true, new Pictures(Recipes.FAST, 7, chance).some(images));
  }

  private static List<JsonNode> lines(CapacityCheck check) {
    return List.copyOf(check.json().withArray("lines").valueStream().toList());
  }

  @Test
  void ofFilesThatFollowALawThePredictionIsClose() {
    CapacityCheck check = CapacityCheck.of(sample(150, 0), Recipes.FAST).orElseThrow();
    assertThat(check.fitted()).isEqualTo(30);
    assertThat(check.predicted()).isEqualTo(120);
    List<JsonNode> lines = lines(check);
    assertThat(lines)
        .extracting(line -> line.path("line").asText())
        .containsExactly("files", "bytes", "cpuSeconds");
    assertThat(lines.getFirst().path("predicted").asLong()).isEqualTo(120 * 21);
    for (JsonNode line : lines) {
      assertThat(line.path("errorPercents")).hasSize(5);
      line.path("errorPercents")
          .forEach(error -> assertThat(error.asDouble()).isCloseTo(0, offset(2.0)));
    }
  }

  /// `default` encodes the widest files in another way, and few pictures have them.
  @Test
  void filesThatAreRareAreEstimatedByTheirPixels() {
    List<Sample.Rendered> pictures =
        new ArrayList<>(new Pictures(Recipes.DEFAULT, 7, 0).upTo(1_350).some(200));
    pictures.addAll(new Pictures(Recipes.DEFAULT, 8, 0).upTo(1_800).some(60));
    CapacityCheck check =
        CapacityCheck.of(new Sample("a law", true, pictures), Recipes.DEFAULT).orElseThrow();
    for (JsonNode line : lines(check)) {
      line.path("errorPercents")
          .forEach(error -> assertThat(error.asDouble()).isCloseTo(0, offset(10.0)));
    }
  }

  @Test
  void chanceMakesThePredictionWorse() {
    CapacityCheck check = CapacityCheck.of(sample(150, 0.5), Recipes.FAST).orElseThrow();
    assertThat(lines(check).get(1).path("errorPercents"))
        .anyMatch(error -> Math.abs(error.asDouble()) > 2)
        .allMatch(error -> Math.abs(error.asDouble()) < 40);
  }

  @Test
  void tooFewImagesTellNothing() {
    assertThat(CapacityCheck.of(sample(3, 0), Recipes.FAST)).isEmpty();
    assertThat(CapacityCheck.of(sample(60, 0), Recipes.DEFAULT)).isEmpty();
    assertThat(CapacityCheck.of(Capacity.measured(), Recipes.FAST)).isEmpty();
  }

  @Test
  void originalsThatAreNamedAreEstimatedOneByOne() {
    Sample sample = sample(100, 0);
    List<Sample.Rendered> others =
        new Pictures(Recipes.FAST, 8, 0).some(40).stream().map(Sample.Rendered::unseen).toList();
    Demand demand =
        new Demand(
            1_000, Recipes.FAST, Optional.empty(), Optional.empty(), Optional.empty(), others, 0.9);
    PerImage one = Capacity.of(demand, sample).perImage();
    assertThat(one.originalBytes()).isEqualTo(Sample.meanBytes(others));
    assertThat(one.viewBytes().orElseThrow()).isLessThan(one.variantBytes().orElseThrow());
    PerImage fromOnePhoto = Capacity.of(demand, Capacity.measured()).perImage();
    assertThat(fromOnePhoto.originalBytes()).isEqualTo(one.originalBytes());
    assertThat(fromOnePhoto.variantBytes()).isNotEqualTo(one.variantBytes());
  }
}
