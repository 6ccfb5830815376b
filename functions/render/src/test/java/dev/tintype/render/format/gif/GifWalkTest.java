package dev.tintype.render.format.gif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Limits;
import dev.tintype.core.Rejection;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.specimens.Bytes;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GifWalkTest {

  private static final Gif GIF = new Gif(50, 0);
  private static final Picture SCENE = Picture.scene(60, 50).mapped(argb -> argb & 0xffe0e0c0);
  private static final byte[] WHOLE = GIF.encode(List.of(SCENE, SCENE.stored(3), SCENE));
  private static final byte[] FRAMES = Arrays.copyOf(WHOLE, WHOLE.length - 1);

  private static byte[] then(int... bytes) {
    return new Bytes().raw(FRAMES).u8(bytes).done();
  }

  @Test
  void aFileTruncatedInAnExtensionAfterItsFramesIsComplete() {
    List<byte[]> files = new ArrayList<>();
    files.add(FRAMES);
    files.add(then(0x21));
    files.add(then(0x21, 0xf9));
    files.add(then(0x21, 0xf9, 4, 0, 10));
    files.add(then(0x21, 0xf9, 4, 0, 10, 0, 0));
    files.add(then(0x21, 0xfe, 200, 'a', 'b'));
    files.add(then(0x21, 0xff, 11, 'X', 'M', 'P'));
    files.add(then(0x21, 0x01, 12, 0, 0));
    for (byte[] file : files) {
      assertThat(Gifs.read(file).frameCount()).isEqualTo(3);
      assertThat(Gifs.frames(file)).hasSize(3);
    }
  }

  @Test
  void bytesAfterTheEndOrBetweenBlocksAreIgnored() {
    assertThat(Gifs.frames(then(0x3b, 'j', 'u', 'n', 'k'))).hasSize(3);
    assertThat(Gifs.frames(then(0, 0, 0x3b))).hasSize(3);
    assertThat(Gifs.frames(then(0, 0, 0))).hasSize(3);
    assertThat(Gifs.frames(then(0x21, 0xfe, 2, 'h', 'i', 0, 0x3b))).hasSize(3);
  }

  @Test
  void aFileThatEndsInsideAFrameIsTruncated() {
    int last = FRAMES.length / 3 * 2;
    for (int length : new int[] {5, 12, 20, 100, last, last + 500, FRAMES.length - 60}) {
      assertReason(Arrays.copyOf(FRAMES, length), Rejection.TRUNCATED);
    }
  }

  @Test
  void aFileWithoutTheEndOfItsLastBlocksIsComplete() {
    assertThat(Gifs.frames(Arrays.copyOf(FRAMES, FRAMES.length - 1))).hasSize(3);
    assertReason(Arrays.copyOf(FRAMES, FRAMES.length - 2), Rejection.TRUNCATED);
  }

  @Test
  void aLengthBeyondTheEndMarkIsCorrupt() {
    for (int at : lengths()) {
      byte[] file = WHOLE.clone();
      file[at] = (byte) 255;
      boolean unchanged = WHOLE[at] == (byte) 255;
      if (!unchanged) {
        assertReason(file, Rejection.CORRUPT);
      }
    }
  }

  /// The offset of each pixel block's length.
  private static List<Integer> lengths() {
    List<Integer> lengths = new ArrayList<>();
    for (GifFrame frame : Gifs.read(WHOLE).frames()) {
      int at = (int) frame.data() + 1;
      for (; WHOLE[at] != 0; at += 1 + (WHOLE[at] & 0xff)) {
        lengths.add(at);
      }
    }
    return lengths;
  }

  @Test
  void missingAndInvalidPixelsAreCorrupt() {
    int data = (int) Gifs.read(WHOLE).frames().getFirst().data();
    byte[] wide = WHOLE.clone();
    wide[data] = 9;
    assertReason(wide, Rejection.CORRUPT);
    byte[] none = WHOLE.clone();
    none[data + 1] = 0;
    assertReason(none, Rejection.CORRUPT);
    byte[] taller = WHOLE.clone();
    taller[data - 768 - 3]++;
    assertReason(taller, Rejection.CORRUPT);
    byte[] codes = WHOLE.clone();
    Arrays.fill(codes, data + 10, data + 20, (byte) 0xff);
    assertReason(codes, Rejection.CORRUPT);
  }

  @Test
  void aFileWithoutFramesIsCorruptOrTruncated() {
    byte[] start = GIF.start(10, 10).done();
    assertReason(start, Rejection.TRUNCATED);
    assertReason(new Bytes().raw(start).u8(0x21, 0xfe, 9, 1).done(), Rejection.TRUNCATED);
    assertReason(new Bytes().raw(start).u8(0x3b).done(), Rejection.CORRUPT);
    assertReason(new Bytes().raw(start).u8(7, 7, 7).done(), Rejection.CORRUPT);
    assertReason(GIF.encode(0, 0, List.of(empty())), Rejection.CORRUPT);
  }

  private static Gif.Frame empty() {
    return new Gif.Frame(new Picture(0, 0, new int[0]), 0, 0, 0);
  }

  @Test
  void delaysAndPlaysAreRead() {
    assertThat(Gifs.read(WHOLE).delays()).containsExactly(50, 50, 50);
    assertThat(Gifs.read(WHOLE).plays()).isZero();
    assertThat(Gifs.read(new Gif(0, 1).encode(List.of(SCENE, SCENE))).plays()).isEqualTo(1);
    assertThat(Gifs.read(new Gif(0, 4).encode(List.of(SCENE, SCENE))).plays()).isEqualTo(4);
  }

  @Test
  void framesBeyondTheLimitAreOnlyCounted() {
    GifFile file = Gifs.read(GIF.repeated(Picture.plain(1, 1, 0xff000000), 12_000));
    assertThat(file.frameCount()).isEqualTo(12_000);
    assertThat(file.frames()).hasSize(Limits.MAX_FRAMES);
  }

  private static void assertReason(byte[] file, Rejection reason) {
    assertThatThrownBy(() -> Gifs.frames(file))
        .isInstanceOfSatisfying(
            Unrenderable.class, e -> assertThat(e.reason()).as("%s", e).isEqualTo(reason));
  }
}
