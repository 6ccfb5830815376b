package dev.tintype.render.golden;

import static dev.tintype.render.golden.Patch.GREY;
import static dev.tintype.render.golden.Patch.RED;
import static dev.tintype.render.golden.Patch.assertShows;

import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Png.Chunk;
import dev.tintype.render.specimens.Png.Type;
import dev.tintype.render.specimens.VipsWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/// A PNG's colour statements other than a profile, in the order of precedence of the PNG
/// specification, third edition. The expected values were computed by formula and compared with
/// Chromium.
final class PngColorTest {

  private static final Chunk SRGB_GAMMA = Chunk.gamma(45_455);
  private static final Chunk LINEAR = Chunk.gamma(100_000);
  private static final Chunk P3 =
      Chunk.chromaticities(31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6000);
  private static final Chunk P3_CODES = Chunk.codes(12, 13, /* full= */ true);
  private static final Chunk SRGB = new Chunk("sRGB", new byte[1]);
  private static final Png RGB = Png.of(Type.RGB);
  private final VipsWriter vips = new VipsWriter(Darkroom.VIPS);

  @Test
  void aGammaIsApplied() {
    assertShows(RGB.with(Chunk.gamma(55_556)).encode(GREY), 146, 146, 146);
    assertShows(RGB.with(LINEAR).encode(GREY), 188, 188, 188);
    assertShows(RGB.with(Chunk.gamma(220_000)).encode(RED), 243, 175, 175);
  }

  @Test
  void aGammaIsAppliedToEveryKindOfPng() {
    assertShows(RGB.deep().with(LINEAR).encode(GREY), 188, 188, 188);
    assertShows(Png.of(Type.GREY).with(LINEAR).encode(GREY), 188, 188, 188);
    assertShows(Png.of(Type.GREY).deep().with(LINEAR).encode(GREY), 188, 188, 188);
    assertShows(RGB.interlaced().with(LINEAR).encode(GREY), 188, 188, 188);
    assertShows(Png.of(Type.PALETTE).with(LINEAR).encode(RED), 229, 110, 110);
    Picture glass = Picture.plain(64, 64, 0x80808080);
    assertShows(Png.of(Type.RGBA).with(LINEAR).encode(glass), 188, 188, 188, 128);
    assertShows(Png.of(Type.RGBA).deep().with(LINEAR).encode(glass), 188, 188, 188, 128);
    assertShows(Png.of(Type.GREY_ALPHA).with(LINEAR).encode(glass), 188, 188, 188, 128);
    assertShows(Png.of(Type.GREY_ALPHA).deep().with(LINEAR).encode(glass), 188, 188, 188, 128);
    assertShows(Png.of(Type.PALETTE).with(LINEAR).encode(glass), 188, 188, 188, 128);
  }

  @Test
  void transparencyBeyondThePaletteDoesNotMakeThePictureOpaque() {
    byte[] file = Png.of(Type.PALETTE).encode(Picture.plain(64, 64, 0x80c82828));
    assertShows(withMoreTransparency(file), 200, 40, 40, 128);
  }

  /// The same file with five more entries in its `tRNS` chunk than in the palette.
  private static byte[] withMoreTransparency(byte[] file) {
    int name = new String(file, StandardCharsets.ISO_8859_1).indexOf("tRNS");
    int length = ByteBuffer.wrap(file).getInt(name - 4);
    ByteBuffer longer = ByteBuffer.allocate(file.length + 5);
    longer.put(file, 0, name - 4).putInt(length + 5).put(file, name, 4 + length).put(new byte[5]);
    CRC32 checksum = new CRC32();
    checksum.update(longer.array(), name, 4 + length + 5);
    longer.putInt((int) checksum.getValue());
    int behind = name + 4 + length + 4;
    return longer.put(file, behind, file.length - behind).array();
  }

  @Test
  void theGammaOfSrgbChangesNoPixel() {
    Chunk chromaticities =
        Chunk.chromaticities(31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6000);
    assertShows(RGB.with(SRGB_GAMMA).encode(RED), 200, 40, 40);
    assertShows(RGB.with(SRGB_GAMMA).with(chromaticities).encode(RED), 200, 40, 40);
    assertShows(RGB.with(Chunk.gamma(45_000)).encode(RED), 200, 40, 40);
  }

  @Test
  void chromaticitiesAreApplied() {
    assertShows(RGB.with(SRGB_GAMMA).with(P3).encode(RED), 218, 0, 26);
    assertShows(RGB.deep().with(SRGB_GAMMA).with(P3).encode(RED), 218, 0, 26);
    assertShows(Png.of(Type.GREY).with(SRGB_GAMMA).with(P3).encode(GREY), 128, 128, 128);
    Chunk wideGamut =
        Chunk.chromaticities(34_567, 35_850, 73_470, 26_530, 11_570, 82_640, 15_660, 1770);
    assertShows(RGB.with(Chunk.gamma(55_556)).with(wideGamut).encode(RED), 255, 0, 49);
  }

  @Test
  void codePointsAreApplied() {
    assertShows(RGB.with(P3_CODES).encode(RED), 218, 0, 26);
    assertShows(RGB.deep().with(P3_CODES).encode(RED), 218, 0, 26);
    assertShows(RGB.with(Chunk.codes(9, 1, /* full= */ true)).encode(RED), 254, 0, 47);
    assertShows(RGB.with(Chunk.codes(9, 14, /* full= */ true)).encode(RED), 254, 0, 47);
    assertShows(RGB.with(Chunk.codes(1, 8, /* full= */ true)).encode(GREY), 188, 188, 188);
    Picture glass = Picture.plain(64, 64, 0x80c82828);
    assertShows(Png.of(Type.RGBA).with(P3_CODES).encode(glass), 218, 0, 26, 128);
    assertShows(Png.of(Type.PALETTE).with(P3_CODES).encode(RED), 218, 0, 26);
  }

  @Test
  void aNarrowRangeIsExpanded() {
    Chunk narrow = Chunk.codes(1, 13, /* full= */ false);
    assertShows(RGB.with(narrow).encode(Patch.grey(16)), 0, 0, 0);
    assertShows(RGB.with(narrow).encode(Patch.grey(235)), 255, 255, 255);
    assertShows(RGB.deep().with(narrow).encode(Patch.grey(235)), 255, 255, 255);
    assertShows(RGB.with(narrow).encode(Patch.grey(3)), 0, 0, 0);
  }

  @Test
  void codePointsOverrideAProfileWhichOverridesTheRest() {
    Chunk p3 = Chunk.profile(vips.profile("p3"));
    Chunk srgb = Chunk.profile(vips.profile("srgb"));
    assertShows(RGB.with(srgb).with(P3_CODES).encode(RED), 218, 0, 26);
    assertShows(RGB.with(Chunk.codes(1, 13, true)).with(p3).encode(RED), 200, 40, 40);
    assertShows(RGB.with(p3).with(LINEAR).encode(RED), 218, 0, 26);
    assertShows(RGB.with(SRGB).with(LINEAR).with(P3).encode(RED), 200, 40, 40);
    assertShows(RGB.with(P3_CODES).with(SRGB).with(LINEAR).encode(RED), 218, 0, 26);
  }

  @Test
  void anUnusableProfileIsReplacedByTheOtherStatements() {
    Chunk broken = Chunk.profile(new byte[300]);
    assertShows(RGB.with(broken).with(LINEAR).encode(GREY), 188, 188, 188);
  }

  @Test
  void impossibleNumbersAreIgnored() {
    Chunk[] nonsense = {
      Chunk.gamma(0),
      Chunk.gamma(0xffffffffL),
      new Chunk("gAMA", new byte[3]),
      new Chunk("cICP", new byte[] {12, 13, 0}),
      new Chunk("cICP", new byte[] {12, 13, 1, 1}),
      Chunk.codes(2, 2, true),
      Chunk.codes(0, 255, true)
    };
    for (Chunk chunk : nonsense) {
      assertShows(RGB.with(chunk).encode(RED), 200, 40, 40);
    }
    int[][] impossible = {
      new int[8],
      {31_270, 32_900, 64_000, 33_000, 64_000, 33_000, 15_000, 6000},
      {31_270, 0, 64_000, 33_000, 30_000, 60_000, 15_000, 6000},
      {70_000, 20_000, 64_000, 33_000, 30_000, 60_000, 15_000, 6000},
      {-1, -1, -1, -1, -1, -1, -1, -1}
    };
    for (int[] numbers : impossible) {
      Chunk chunk = Chunk.chromaticities(numbers);
      assertShows(RGB.with(SRGB_GAMMA).with(chunk).encode(RED), 200, 40, 40);
    }
    assertShows(RGB.with(P3).encode(RED), 200, 40, 40);
  }

  /// 58 % of the signal is 203 cd/m², the luminance of white; the rule is in `docs/pixels.md`.
  @Test
  void highDynamicRangeIsPressedIntoSrgb() {
    Chunk pq = Chunk.codes(9, 16, /* full= */ true);
    assertShows(RGB.deep().with(pq).encode(Patch.grey(0)), 0, 0, 0);
    assertShows(RGB.deep().with(pq).encode(Patch.grey(148)), 243, 243, 243);
    assertShows(RGB.deep().with(pq).encode(Patch.grey(192)), 255, 255, 255);
    assertShows(RGB.with(pq).encode(Patch.grey(255)), 255, 255, 255);
    assertShows(RGB.with(pq).encode(GREY), 182, 182, 182);
    assertShows(Png.of(Type.GREY).with(pq).encode(GREY), 182, 182, 182);
    Chunk hlg = Chunk.codes(9, 18, /* full= */ true);
    assertShows(RGB.deep().with(hlg).encode(Patch.grey(191)), 243, 243, 243);
    assertShows(RGB.with(hlg).encode(Patch.grey(255)), 255, 255, 255);
    assertShows(RGB.with(hlg).encode(GREY), 137, 137, 137);
    assertShows(Png.of(Type.GREY).with(hlg).encode(GREY), 137, 137, 137);
  }
}
