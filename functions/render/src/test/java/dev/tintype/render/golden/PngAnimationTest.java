package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.Format;
import dev.tintype.core.Rejection;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.golden.Darkroom.Developed;
import dev.tintype.render.specimens.Apng;
import dev.tintype.render.specimens.Apng.Frame;
import dev.tintype.render.specimens.Exif;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Png.Chunk;
import dev.tintype.render.specimens.Png.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// An animated PNG is animated in WebP. The encoder merges frames that look alike, so the frames
/// here differ. Bounds: SSIM over 0.95, mean ΔE under 4 in every frame, over white and over black.
final class PngAnimationTest {

  private static final Oracle ORACLE = new Oracle();
  private static final Picture SCENE = Picture.scene(160, 120);
  private static final Picture GLASS = Picture.glass(80, 60);
  private static final Frame FIRST = new Frame(SCENE, 0, 0, 70, 0, false);
  private static final Frame PLAIN = frame(Picture.plain(160, 120, 0xffc82828), 0, 0, 0);
  private final Darkroom darkroom = new Darkroom();

  @AfterAll
  static void close() {
    ORACLE.close();
  }

  private static Frame frame(Picture picture, int x, int y, int disposal) {
    return new Frame(picture, x, y, 40, disposal, true);
  }

  private void assertMoves(Apng apng, List<Frame> frames) {
    byte[] original = apng.encode(160, 120, frames);
    Developed developed = darkroom.develop(original, Golden.RECIPE);
    assertThat(developed.header().frames()).isEqualTo(frames.size());
    byte[] webp = developed.variant(160, Format.WEBP);
    WebpFrames made = WebpFrames.of(webp);
    List<Picture> wanted = Apng.shown(160, 120, frames);
    List<Picture> seen = made.composed(ORACLE.frames(webp));
    assertThat(seen).hasSize(frames.size());
    for (int i = 0; i < frames.size(); i++) {
      String name = "frame " + i;
      Golden.assertAlike(name, wanted.get(i).over(0xffffff), seen.get(i).over(0xffffff), 0.95, 4);
      Golden.assertAlike(name, wanted.get(i).over(0), seen.get(i).over(0), 0.95, 4);
    }
    assertThat(made.delaysMs()).isEqualTo(frames.stream().map(Frame::delayMs).toList());
    assertThat(made.loops()).isEqualTo(apng.plays());
  }

  @Test
  void everyFrameIsDrawnAtItsPlaceWithItsBlendMode() {
    List<Frame> frames = new ArrayList<>(List.of(FIRST));
    for (int disposal : new int[] {0, 1, 2, 0}) {
      for (boolean over : new boolean[] {true, false}) {
        int tint = 0x10 * frames.size();
        Picture glass = GLASS.mapped(argb -> argb ^ tint);
        Picture scene = Picture.scene(50, 40).mapped(argb -> argb ^ tint << 8);
        frames.add(new Frame(glass, 20 + 10 * disposal, 30, 50, disposal, over));
        frames.add(new Frame(scene, 110, 80, 90, disposal % 2, over));
      }
    }
    assertMoves(Apng.of(Type.RGBA), frames);
    assertMoves(new Apng(Png.of(Type.RGBA).deep().interlaced(), 3, List.of()), frames);
  }

  @Test
  void anOpaqueAnimationIsTransparentWhereAFrameClears() {
    List<Frame> frames =
        List.of(
            FIRST, frame(Picture.scene(60, 60), 50, 20, 1), frame(Picture.scene(20, 20), 0, 0, 0));
    assertMoves(Apng.of(Type.RGB), frames);
    Developed developed =
        darkroom.develop(Apng.of(Type.RGB).encode(160, 120, frames), Golden.RECIPE);
    assertThat(developed.header().alpha()).isTrue();
    assertMoves(Apng.of(Type.RGB), List.of(FIRST, PLAIN));
  }

  @Test
  void disposalToPreviousOfTheFirstFrameClearsIt() {
    assertMoves(
        Apng.of(Type.RGBA),
        List.of(
            new Frame(SCENE, 0, 0, 70, 2, false), frame(GLASS, 40, 30, 0), frame(GLASS, 0, 0, 0)));
  }

  @Test
  void paletteAndGreyAnimationsAreSupported() {
    Picture few = SCENE.mapped(argb -> (argb & 0xff808080) | 0x202020);
    Picture grey = SCENE.mapped(argb -> Picture.rgb(argb & 0xff, argb & 0xff, argb & 0xff));
    Frame still = new Frame(few, 0, 0, 40, 0, false);
    // The upper half has its colours in the same order, so it has the same palette.
    Frame lower = frame(few.cut(0, 0, 160, 60), 0, 60, 0);
    assertMoves(Apng.of(Type.PALETTE), List.of(still, lower));
    Frame first = new Frame(grey, 0, 0, 40, 0, false);
    Frame second = frame(grey.cut(30, 30, 60, 60), 10, 10, 0);
    assertMoves(Apng.of(Type.GREY), List.of(first, second));
  }

  @Test
  void aSeparateStillPictureIsUsedForStillVariants() {
    Picture blue = Picture.plain(160, 120, 0xff0000c8);
    Apng apng = new Apng(Png.of(Type.RGB), 0, List.of(blue));
    assertMoves(apng, List.of(FIRST, PLAIN));
    Developed developed =
        darkroom.develop(apng.encode(160, 120, List.of(FIRST, PLAIN)), Golden.RECIPE);
    Picture jpeg = ORACLE.decode(Format.JPEG, developed.variant(160, Format.JPEG));
    Golden.assertAlike("still", blue, jpeg, 0.95, 4);
  }

  @Test
  void theColorStatementAppliesToEveryFrame() {
    Frame grey = new Frame(Picture.plain(160, 120, 0xff808080), 0, 0, 40, 0, false);
    Png linear = Png.of(Type.RGB).with(Chunk.gamma(100_000));
    byte[] original = new Apng(linear, 0, List.of()).encode(160, 120, List.of(grey, PLAIN, grey));
    byte[] webp = darkroom.develop(original, Golden.RECIPE).variant(160, Format.WEBP);
    List<Picture> seen = WebpFrames.of(webp).composed(ORACLE.frames(webp));
    Golden.assertAlike("grey", Picture.plain(160, 120, 0xffbcbcbc), seen.getFirst(), 0.95, 4);
    Golden.assertAlike("red", Picture.plain(160, 120, 0xffe56e6e), seen.get(1), 0.95, 4);
  }

  @Test
  void theOrientationAppliesToEveryFrame() {
    Png sideways = Png.of(Type.RGB).with(Chunk.exif(Exif.of(6)));
    byte[] original = new Apng(sideways, 0, List.of()).encode(160, 120, List.of(PLAIN, FIRST));
    byte[] webp = darkroom.develop(original, Golden.RECIPE).variant(160, Format.WEBP);
    Picture seen = WebpFrames.of(webp).composed(ORACLE.frames(webp)).getLast();
    assertThat(seen.width()).isEqualTo(120);
    Golden.assertAlike("turned", SCENE.stored(8), seen, 0.95, 4);
  }

  @Test
  void anInconsistentAnimationShowsItsStillPicture() {
    byte[] moving = Apng.of(Type.RGB).encode(160, 120, List.of(FIRST, PLAIN, PLAIN));
    for (byte[] still :
        new byte[][] {
          renamed(moving, "acTL", "acTl"),
          renamed(moving, "fdAT", "fdAt"),
          renamed(moving, "fcTL", "fcTl")
        }) {
      Developed developed = darkroom.develop(still, Golden.RECIPE);
      assertThat(developed.header().frames()).isEqualTo(1);
      Picture webp = ORACLE.decode(Format.WEBP, developed.variant(160, Format.WEBP));
      Golden.assertAlike("still", SCENE, webp, 0.95, 4);
    }
  }

  /// Changes only the name, so that the checksum is wrong too.
  private static byte[] renamed(byte[] file, String from, String to) {
    return new String(file, StandardCharsets.ISO_8859_1)
        .replace(from, to)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void aDamagedFrameIsCorruptAndAMissingFrameIsTruncated() {
    byte[] file = Apng.of(Type.RGB).encode(160, 120, List.of(FIRST, PLAIN, FIRST));
    byte[] damaged = file.clone();
    damaged[file.length - 400] ^= 0x55;
    assertRejected(damaged, Rejection.CORRUPT);
    assertRejected(Arrays.copyOf(file, file.length - 2000), Rejection.TRUNCATED);
    assertRejected(Arrays.copyOf(file, file.length - 14), Rejection.TRUNCATED);
  }

  /// The end chunk has 12 bytes; without it alone all pixels are there.
  @Test
  void aCutAnywhereInsideOfALaterFrameIsTruncated() {
    byte[] file = Apng.of(Type.RGB).encode(160, 120, List.of(FIRST, PLAIN));
    int behindStill = new String(file, StandardCharsets.ISO_8859_1).lastIndexOf("fcTL") - 4;
    int later = file.length - 13 - behindStill;
    for (int part = 0; part <= 20; part++) {
      assertRejected(Arrays.copyOf(file, behindStill + later * part / 20), Rejection.TRUNCATED);
    }
  }

  private void assertRejected(byte[] file, Rejection reason) {
    assertThatExceptionOfType(Unrenderable.class)
        .isThrownBy(() -> darkroom.develop(file, Golden.RECIPE))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
