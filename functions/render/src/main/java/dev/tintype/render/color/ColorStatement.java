package dev.tintype.render.color;

import java.util.Optional;

/// A file's colours, stated by a few numbers instead of a profile.
///
/// @param primaries its red, green, blue and white
/// @param transfer how much light a number represents
/// @param narrow whether the range is narrow: black at 16 and white at 235 of 255
public record ColorStatement(Primaries primaries, Transfer transfer, boolean narrow) {

  /// The exponent that stands for sRGB's own curve, by convention and in the PNG specification.
  private static final int SRGB_GAMA = 45_455;

  /// A tolerance of one per cent, so that 0.45 counts too.
  private static final int SRGB_GAMA_ROUNDED = 460;

  private static final int LEAST_GAMA = 10_000;
  private static final int MOST_GAMA = 1_000_000;

  /// The camera curve of BT.709 and BT.601 counts as sRGB's: encoders label ordinary pictures with
  /// it, and browsers show them as sRGB. With the primaries of BT.2020 it is taken literally.
  public ColorStatement {
    if (transfer == Transfer.Curve.BT709 && !primaries.areBt2020()) {
      transfer = Transfer.Curve.SRGB;
    }
  }

  /// From code points (ITU-T H.273). Reserved and unspecified codes count as sRGB's.
  public static ColorStatement ofCodes(int primaries, int transfer, boolean narrow) {
    return new ColorStatement(
        Primaries.byCode(primaries).orElse(Primaries.SRGB),
        Transfer.byCode(transfer).orElse(Transfer.Curve.SRGB),
        narrow);
  }

  /// From the numbers of a PNG's `gAMA` and `cHRM` (https://www.w3.org/TR/png-3/#11gAMA). Missing
  /// or impossible values count as sRGB's.
  ///
  /// @param gama the exponent of light to signal, times 100,000
  public static ColorStatement ofPng(long gama, Optional<Primaries> chromaticities) {
    boolean srgb =
        Math.abs(gama - SRGB_GAMA) <= SRGB_GAMA_ROUNDED || gama < LEAST_GAMA || gama > MOST_GAMA;
    return new ColorStatement(
        chromaticities.filter(Primaries::areUsable).orElse(Primaries.SRGB),
        srgb ? Transfer.Curve.SRGB : new Transfer.Power(100_000.0 / gama),
        /* narrow= */ false);
  }

  /// Returns whether the stored numbers are sRGB's.
  public boolean isSrgb() {
    return keepsPrimaries() && transfer == Transfer.Curve.SRGB && !narrow;
  }

  /// Returns whether only the curve differs from sRGB's, so that each channel can be converted
  /// alone.
  public boolean keepsPrimaries() {
    return primaries.areSrgb();
  }
}
