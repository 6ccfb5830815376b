package dev.tintype.render.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.golden.Darkroom;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Tiff;
import dev.tintype.render.specimens.VipsWriter;
import dev.tintype.vips.VipsOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeldPixelsTest {

  private static final Picture SCENE = Picture.scene(64, 48);
  private static final Picture GLASS = Picture.glass(64, 48);
  private static final VipsWriter WRITER = new VipsWriter(Darkroom.VIPS);
  private static final long ALL = 64 * 48;

  @Test
  void sequentialFormatsHoldNoPixels() {
    assertThat(held(Jpeg.plain(80).encode(SCENE))).isZero();
    assertThat(held(Png.of(Png.Type.RGB).encode(SCENE))).isZero();
    assertThat(held(WRITER.webp(SCENE, "Q=50"))).isZero();
    assertThat(held(WRITER.webp(GLASS, "Q=50"))).isZero();
  }

  @Test
  void multiPassAndLosslessPicturesAreHeldWhole() {
    assertThat(held(Jpeg.plain(80).inScans().encode(SCENE))).isEqualTo(ALL);
    assertThat(held(Png.of(Png.Type.RGB).interlaced().encode(SCENE))).isEqualTo(ALL);
    assertThat(held(WRITER.webp(SCENE, "lossless"))).isEqualTo(ALL);
    assertThat(held(WRITER.webp(GLASS, "lossless"))).isEqualTo(ALL);
    assertThat(held(WRITER.webp(List.of(SCENE, SCENE.stored(3)), new int[] {9, 9}, 0, 1)))
        .isEqualTo(ALL);
    assertThat(held(WRITER.avif(SCENE, "Q=50"))).isEqualTo(ALL);
    assertThat(held(Gif.of(SCENE.mapped(argb -> argb & 0xffc0c0c0)))).isEqualTo(ALL);
  }

  @Test
  void aTiffHoldsAStripOrARowOfTiles() {
    for (boolean big : new boolean[] {false, true}) {
      for (boolean first : new boolean[] {false, true}) {
        assertThat(held(new Tiff(big, 8, 16, first, 3).encode(SCENE))).isEqualTo(64 * 16);
        assertThat(held(new Tiff(big, 8, 48, first, 3).encode(SCENE))).isEqualTo(ALL);
        assertThat(held(new Tiff(big, 8, 4000, first, 3).encode(SCENE))).isEqualTo(ALL);
      }
    }
    byte[] tiled =
        WRITER.encode(
            SCENE,
            VipsOperation.named("tiffsave_buffer")
                .withOptions("tile,tile-width=48,tile-height=32"));
    assertThat(held(tiled)).isEqualTo(96 * 32);
  }

  private static long held(byte[] original) {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment file = arena.allocate(original.length);
      MemorySegment.copy(original, 0, file, ValueLayout.JAVA_BYTE, 0, original.length);
      return new HeaderReader(Darkroom.VIPS).read(file).heldPixels();
    }
  }
}
