package dev.tintype.render.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.format.gif.Gifs;
import dev.tintype.render.specimens.Bytes;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Picture;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The expected pixels are Chromium's, which was compared with GIFs of the same kinds.
final class GifCanvasTest {

  private static final int RED = 0xffdc1e1e;
  private static final int GREEN = 0xff1eb428;
  private static final int BLUE = 0xff1428c8;
  private static final int NOTHING = 0;
  private static final Gif GIF = new Gif(50, 0);
  private static final int SIDE = 20;

  private static Gif.Frame plain(int color, int x, int y, int side, int disposal) {
    return new Gif.Frame(Picture.plain(side, side, color), x, y, disposal);
  }

  private static List<Picture> frames(Gif.Frame... frames) {
    return Gifs.frames(GIF.encode(SIDE, SIDE, List.of(frames)));
  }

  @Test
  void uncoveredCanvasIsTransparent() {
    Picture seen = frames(plain(RED, 5, 5, 10, 0)).getFirst();
    assertThat(seen.at(4, 4)).isEqualTo(NOTHING);
    assertThat(seen.at(5, 5)).isEqualTo(RED);
    assertThat(seen.at(14, 14)).isEqualTo(RED);
    assertThat(seen.at(15, 14)).isEqualTo(NOTHING);
  }

  @Test
  void disposalToPreviousRestoresTheCanvas() {
    for (int disposal : new int[] {3, 4}) {
      List<Picture> seen =
          frames(
              plain(RED, 0, 0, SIDE, 1),
              plain(GREEN, 0, 0, 10, disposal),
              plain(BLUE, 10, 10, 5, disposal),
              plain(GREEN, 2, 2, 1, 1));
      assertThat(seen.get(1).at(0, 0)).isEqualTo(GREEN);
      assertThat(seen.get(2).at(0, 0)).isEqualTo(RED);
      assertThat(seen.get(2).at(10, 10)).isEqualTo(BLUE);
      assertThat(seen.get(3).at(10, 10)).isEqualTo(RED);
    }
  }

  @Test
  void disposalToPreviousOfTheFirstFrameClearsTheCanvas() {
    List<Picture> seen = frames(plain(RED, 0, 0, SIDE, 3), plain(GREEN, 5, 5, 5, 1));
    assertThat(seen.get(0).at(0, 0)).isEqualTo(RED);
    assertThat(seen.get(1).at(0, 0)).isEqualTo(NOTHING);
    assertThat(seen.get(1).at(5, 5)).isEqualTo(GREEN);
  }

  @Test
  void disposalToBackgroundClearsAnOpaqueFrame() {
    List<Picture> seen =
        frames(plain(RED, 0, 0, SIDE, 1), plain(GREEN, 0, 0, 10, 2), plain(BLUE, 15, 15, 5, 1));
    assertThat(seen.get(1).at(0, 0)).isEqualTo(GREEN);
    assertThat(seen.get(2).at(0, 0)).isEqualTo(NOTHING);
    assertThat(seen.get(2).at(10, 10)).isEqualTo(RED);
  }

  @Test
  void everyOtherDisposalKeepsTheFrame() {
    for (int disposal : new int[] {0, 1, 5, 6, 7}) {
      List<Picture> seen =
          frames(plain(RED, 0, 0, SIDE, disposal), plain(GREEN, 5, 5, 5, disposal));
      assertThat(seen.get(1).at(0, 0)).isEqualTo(RED);
      assertThat(seen.get(1).at(5, 5)).isEqualTo(GREEN);
    }
  }

  @Test
  void aTransparentPixelKeepsThePixelBelow() {
    Picture holes = Picture.paint(SIDE, SIDE, (x, y) -> (x + y) % 2 == 0 ? GREEN : NOTHING);
    List<Picture> seen = frames(plain(RED, 0, 0, SIDE, 1), new Gif.Frame(holes, 0, 0, 1));
    assertThat(seen.get(1).at(0, 0)).isEqualTo(GREEN);
    assertThat(seen.get(1).at(1, 0)).isEqualTo(RED);
    assertThat(seen.get(1).hasAlpha()).isFalse();
  }

  @Test
  void theCanvasHasTheStatedSize() {
    int[][] sizes = {{800, 600}, {640, 480}, {1024, 768}, {3000, 100}, {100, 2500}, {20, 20}};
    for (int[] size : sizes) {
      byte[] gif = GIF.encode(size[0], size[1], List.of(plain(RED, 5, 5, 10, 0)));
      Picture seen = Gifs.frames(gif).getFirst();
      assertThat(seen.width()).isEqualTo(size[0]);
      assertThat(seen.height()).isEqualTo(size[1]);
      assertThat(seen.at(size[0] - 1, size[1] - 1)).isEqualTo(NOTHING);
      assertThat(seen.at(14, 14)).isEqualTo(RED);
    }
  }

  @Test
  void aLargerFirstFrameEnlargesTheCanvasAndLaterFramesAreClipped() {
    List<Picture> seen = frames(plain(RED, 5, 5, 30, 1), plain(GREEN, 30, 30, 20, 1));
    assertThat(seen.getFirst().width()).isEqualTo(35);
    assertThat(seen.get(1).width()).isEqualTo(35);
    assertThat(seen.get(1).at(34, 34)).isEqualTo(GREEN);
    byte[] none = GIF.encode(0, 0, List.of(plain(RED, 0, 0, 10, 1)));
    assertThat(Gifs.frames(none).getFirst().width()).isEqualTo(10);
    List<Picture> outside = frames(plain(RED, 0, 0, SIDE, 1), plain(GREEN, 50, 50, 5, 2));
    assertThat(outside.get(1).at(19, 19)).isEqualTo(RED);
  }

  @Test
  void everyPixelOfAManyColouredFrameIsDecoded() {
    Picture scene = Picture.scene(150, 130).mapped(argb -> argb & 0xffe0e0c0);
    Picture seen = Gifs.frames(Gif.of(scene)).getFirst();
    for (int y = 0; y < scene.height(); y++) {
      for (int x = 0; x < scene.width(); x++) {
        assertThat(seen.at(x, y)).isEqualTo(scene.at(x, y));
      }
    }
  }

  /// Two bits per pixel, written by hand: each code is one pixel, and the table is cleared before
  /// it grows.
  private static byte[] byHand(int width, int height, int flags, int[] indices) {
    Bytes file = new Bytes().text("GIF89a").u16le(width).u16le(height).u8(0xf1, 0, 0);
    file.u8(220, 30, 30, 30, 180, 40, 20, 40, 200, 255, 255, 255);
    file.u8(0x2c).u16le(0).u16le(0).u16le(width).u16le(height).u8(flags, 2);
    return data(file, indices).u8(0x3b).done();
  }

  private static Bytes data(Bytes file, int[] indices) {
    Bytes packed = new Bytes();
    int bits = 0;
    int count = 0;
    for (int i = 0; i <= indices.length; i++) {
      int[] codes = i == indices.length ? new int[] {5} : new int[] {4, indices[i]};
      for (int code : codes) {
        bits |= code << count;
        for (count += 3; count >= 8; count -= 8, bits >>= 8) {
          packed.u8(bits);
        }
      }
    }
    byte[] all = packed.u8(bits).done();
    for (int at = 0; at < all.length; at += 100) {
      int length = Math.min(100, all.length - at);
      file.u8(length).raw(java.util.Arrays.copyOfRange(all, at, at + length));
    }
    return file.u8(0);
  }

  @Test
  void interlacedRowsAreReordered() {
    int[] indices = new int[13 * 11];
    int[] rows = {0, 8, 4, 2, 6, 10, 1, 3, 5, 7, 9};
    for (int row = 0; row < rows.length; row++) {
      java.util.Arrays.fill(indices, row * 13, row * 13 + 13, rows[row] % 4);
    }
    Picture seen = Gifs.frames(byHand(13, 11, 0x40, indices)).getFirst();
    int[] colors = {RED, GREEN, BLUE, 0xffffffff};
    for (int y = 0; y < 11; y++) {
      assertThat(seen.at(6, y)).as("row %d", y).isEqualTo(colors[y % 4]);
    }
  }

  @Test
  void alphaIsReportedOnlyForATransparentCanvas() {
    assertThat(alpha(plain(RED, 0, 0, SIDE, 0))).isFalse();
    assertThat(alpha(plain(RED, 1, 0, SIDE, 0))).isTrue();
    assertThat(alpha(plain(RED, 0, 0, SIDE, 2), plain(GREEN, 0, 0, SIDE, 2))).isFalse();
    assertThat(alpha(plain(RED, 0, 0, SIDE, 2), plain(GREEN, 0, 0, 10, 2))).isTrue();
    assertThat(alpha(plain(RED, 0, 0, SIDE, 1), plain(GREEN, 0, 0, 10, 3))).isFalse();
    assertThat(alpha(plain(RED, 0, 0, SIDE, 3), plain(GREEN, 0, 0, 10, 1))).isTrue();
    assertThat(alpha(plain(RED, 0, 0, SIDE, 1), plain(NOTHING, 0, 0, SIDE, 1))).isFalse();
    assertThat(alpha(plain(NOTHING, 0, 0, SIDE, 1))).isTrue();
  }

  private static boolean alpha(Gif.Frame... frames) {
    return Gifs.read(GIF.encode(SIDE, SIDE, List.of(frames))).header().alpha();
  }
}
