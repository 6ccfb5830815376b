package dev.tintype.render.color;

import java.util.Optional;

/// What a file says of its colours in a few numbers instead of a profile.
///
/// @param primaries its red, green, blue and white
/// @param transfer how much light a number stands for
/// @param narrow whether black and white leave room at both ends: 16 and 235 of 255
public record ColorStatement(Primaries primaries, Transfer transfer, boolean narrow) {

  /// The exponent that sRGB's own curve is written as, by custom and by the PNG specification.
  private static final int SRGB_GAMA = 45_455;

  /// One per cent, so that 0.45 is meant, too.
  private static final int SRGB_GAMA_ROUNDED = 460;

  private static final int LEAST_GAMA = 10_000;
  private static final int MOST_GAMA = 1_000_000;

  /// The camera's curve of BT.709 and BT.601 counts as sRGB's: encoders label ordinary pictures so,
  /// and browsers show them so. With the primaries of BT.2020 it is meant.
  public ColorStatement {
    if (transfer == Transfer.Curve.BT709 && !primaries.areBt2020()) {
      transfer = Transfer.Curve.SRGB;
    }
  }

  /// By code points (ITU-T H.273). A code that is reserved or says nothing counts as sRGB's.
  public static ColorStatement ofCodes(int primaries, int transfer, boolean narrow) {
    return new ColorStatement(
        Primaries.byCode(primaries).orElse(Primaries.SRGB),
        Transfer.byCode(transfer).orElse(Transfer.Curve.SRGB),
        narrow);
  }

  /// By the numbers of a PNG's `gAMA` and `cHRM` (https://www.w3.org/TR/png-3/#11gAMA). What is
  /// missing or impossible counts as sRGB's.
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

  /// Whether stored numbers are sRGB's numbers.
  public boolean isSrgb() {
    return keepsPrimaries() && transfer == Transfer.Curve.SRGB && !narrow;
  }

  /// Whether only the curve differs from sRGB's, so that each channel can be converted alone.
  public boolean keepsPrimaries() {
    return primaries.areSrgb();
  }
}
