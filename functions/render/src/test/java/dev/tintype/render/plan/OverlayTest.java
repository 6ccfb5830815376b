package dev.tintype.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Gravity;
import dev.tintype.core.Sha256;
import dev.tintype.core.Watermark;
import dev.tintype.render.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class OverlayTest {

  private static final int PLACES = 400;
  private static final Sha256 IMAGE = Sha256.of("logo");

  private static Watermark watermark(Gravity gravity, int margin, int width) {
    return new Watermark(IMAGE, gravity, margin, width, 100);
  }

  @ParameterizedTest
  @CsvSource({
    "NORTH_WEST, 24, 24",
    "NORTH, 500, 24",
    "NORTH_EAST, 976, 24",
    "WEST, 24, 375",
    "CENTRE, 500, 375",
    "EAST, 976, 375",
    "SOUTH_WEST, 24, 726",
    "SOUTH, 500, 726",
    "SOUTH_EAST, 976, 726"
  })
  void itKeepsTheMarginAtItsEdges(Gravity gravity, int x, int y) {
    Overlay place =
        Overlay.of(watermark(gravity, 3, 17), new Dimensions(1200, 800), new Dimensions(400, 100));
    assertThat(place.size()).isEqualTo(new Dimensions(204, 51));
    assertThat(place.x()).isBetween(x - 4, x);
    assertThat(place.y()).isBetween(y - 1, y);
  }

  @Test
  void aTallWatermarkIsNotHigherThanAFlatVariant() {
    Overlay place =
        Overlay.of(
            watermark(Gravity.EAST, 10, 50), new Dimensions(1000, 100), new Dimensions(50, 100));
    assertThat(place).isEqualTo(new Overlay(950, 10, new Dimensions(40, 80)));
  }

  @ParameterizedTest
  @MethodSource("dev.tintype.render.Seeds#all")
  void itLiesInsideEveryVariantAndKeepsItsShape(long seed) {
    RandomGenerator random = Seeds.random(seed);
    for (int i = 0; i < PLACES; i++) {
      Dimensions output = any(random);
      Dimensions image = any(random);
      Watermark watermark =
          watermark(
              Gravity.values()[random.nextInt(9)], random.nextInt(41), 1 + random.nextInt(100));
      Overlay place = Overlay.of(watermark, output, image);
      String what = seed + " " + watermark + " " + output + " " + image;
      int margin = Math.min(output.width(), output.height()) * watermark.marginPercent() / 100;
      assertThat(place.x()).as(what).isGreaterThanOrEqualTo(margin);
      assertThat(place.y()).as(what).isGreaterThanOrEqualTo(margin);
      assertThat(place.x() + place.size().width()).isLessThanOrEqualTo(output.width() - margin);
      assertThat(place.y() + place.size().height()).isLessThanOrEqualTo(output.height() - margin);
      assertThat(place.size().width())
          .as(what)
          .isLessThanOrEqualTo(Overlay.widest(watermark, output));
      if (place.size().width() > 1 && place.size().height() > 1) {
        double wide = (double) place.size().width() * image.height();
        double high = (double) place.size().height() * image.width();
        assertThat(Math.abs(wide - high))
            .as(what)
            .isLessThanOrEqualTo(Math.max(image.width(), image.height()));
      }
    }
  }

  private static Dimensions any(RandomGenerator random) {
    return new Dimensions(
        1 + random.nextInt(1 << random.nextInt(1, 13)),
        1 + random.nextInt(1 << random.nextInt(1, 13)));
  }
}
