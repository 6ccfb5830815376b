package dev.tintype.render.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.OriginalFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FlatTest {

  /// 1,000 × 800 px.
  private static Header header(OriginalFormat format, int frames, long bytes) {
    return new Header(
        format,
        new Dimensions(1000, 800),
        /* orientation= */ 1,
        frames,
        /* bands= */ 3,
        /* bitsPerChannel= */ 8,
        /* alpha= */ false,
        /* heldPixels= */ 0,
        ColorSource.NONE,
        bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "PNG, 1, 200000, true",
    "PNG, 1, 200001, false",
    "GIF, 1, 200000, true",
    "GIF, 1, 200001, false",
    "PNG, 2, 5000, false",
    "GIF, 2, 5000, false",
    "JPEG, 1, 5000, false",
    "WEBP, 1, 5000, false",
    "AVIF, 1, 5000, false",
    "TIFF, 1, 5000, false"
  })
  void onlyASmallStillPngOrGifIsFlat(OriginalFormat format, int frames, long bytes, boolean flat) {
    assertThat(Picture.of(header(format, frames, bytes)).isFlat()).isEqualTo(flat);
  }
}
