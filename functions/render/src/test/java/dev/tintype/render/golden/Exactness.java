package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.specimens.Picture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What tests of lossless variants share.
final class Exactness {

  /// The lossless formats.
  static final Formats LOSSLESS =
      new Formats(
          Map.of(
              Format.AVIF, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 0)),
              Format.WEBP, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 4)),
              Format.PNG, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 6))));

  private Exactness() {}

  /// PNG alone.
  static Formats png(int effort) {
    return new Formats(Map.of(Format.PNG, List.of(Encoding.lossless(Encoding.ANY_WIDTH, effort))));
  }

  /// A recipe of plain widths in these formats.
  static Recipe recipe(Formats formats, int... widths) {
    return new Recipe("exact", Size.widths(widths), formats, "#20a040", /* animation= */ true);
  }

  /// Asserts that every pixel is equal, also under full transparency.
  static void assertSame(String name, Picture wanted, Picture seen) {
    assertThat(new Dimensions(seen.width(), seen.height()))
        .as(name)
        .isEqualTo(new Dimensions(wanted.width(), wanted.height()));
    for (int y = 0; y < wanted.height(); y++) {
      for (int x = 0; x < wanted.width(); x++) {
        if (wanted.at(x, y) != seen.at(x, y)) {
          throw new AssertionError(
              "%s: %08x instead of %08x at %d, %d"
                  .formatted(name, seen.at(x, y), wanted.at(x, y), x, y));
        }
      }
    }
  }

  /// The chunks of a PNG, by name, in their order.
  static List<String> chunks(byte[] png) {
    List<String> chunks = new ArrayList<>();
    for (int at = 8; at < png.length; at += 12 + ByteBuffer.wrap(png).getInt(at)) {
      chunks.add(new String(png, at + 4, 4, StandardCharsets.ISO_8859_1));
    }
    return chunks.stream().distinct().toList();
  }

  /// Bits per channel or index, and the colour type: 2 is RGB, 3 a palette, 6 RGB with alpha
  /// (https://www.w3.org/TR/png-3/#11IHDR).
  static String layout(byte[] png) {
    return png[24] + " bits, type " + png[25];
  }
}
