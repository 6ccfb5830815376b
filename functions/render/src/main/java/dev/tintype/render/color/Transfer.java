package dev.tintype.render.color;

import java.util.Optional;

/// A transfer curve: how much light a stored number represents.
public sealed interface Transfer {

  /// @param signal a stored number, 0 for black, 1 for the largest
  /// @return light, 1 for white; [Curve#PQ] and [Curve#HLG] state their own units
  double light(double signal);

  /// Returns whether it can represent light brighter than white.
  default boolean isHighDynamicRange() {
    return this == Curve.PQ || this == Curve.HLG;
  }

  /// A power of the signal.
  ///
  /// @param exponent such as 2.2
  record Power(double exponent) implements Transfer {
    @Override
    public double light(double signal) {
      return Math.pow(signal, exponent);
    }
  }

  /// Returns the curve of a code point (ITU-T H.273, table 3).
  ///
  /// @return empty for reserved and unspecified codes
  static Optional<Transfer> byCode(int code) {
    return Optional.ofNullable(
        switch (code) {
          case 1, 6, 11, 12, 14, 15 -> Curve.BT709;
          case 4 -> new Power(2.2);
          case 5 -> new Power(2.8);
          case 7 -> Curve.SMPTE240;
          case 8 -> new Power(1);
          case 9 -> Curve.LOG_100;
          case 10 -> Curve.LOG_316;
          case 13 -> Curve.SRGB;
          case 16 -> Curve.PQ;
          case 17 -> Curve.SMPTE428;
          case 18 -> Curve.HLG;
          default -> null;
        });
  }

  /// The named curves.
  enum Curve implements Transfer {
    /// IEC 61966-2-1.
    SRGB {
      @Override
      public double light(double signal) {
        return signal <= 0.04045 ? signal / 12.92 : Math.pow((signal + 0.055) / 1.055, 2.4);
      }
    },
    /// ITU-R BT.709, BT.601 and BT.2020, as cameras apply it.
    BT709 {
      @Override
      public double light(double signal) {
        return signal < 0.0812428
            ? signal / 4.5
            : Math.pow((signal + 0.0992968) / 1.0992968, 1 / 0.45);
      }
    },
    /// SMPTE ST 240.
    SMPTE240 {
      @Override
      public double light(double signal) {
        return signal < 0.0912863
            ? signal / 4
            : Math.pow((signal + 0.1115722) / 1.1115722, 1 / 0.45);
      }
    },
    /// SMPTE ST 428-1: white at 48 of 52.37 cd/m².
    SMPTE428 {
      @Override
      public double light(double signal) {
        return 52.37 / 48 * Math.pow(signal, 2.6);
      }
    },
    /// Logarithmic over a range of 100 to 1.
    LOG_100 {
      @Override
      public double light(double signal) {
        return signal <= 0 ? 0 : Math.pow(10, 2 * (signal - 1));
      }
    },
    /// Logarithmic over a range of 316 to 1.
    LOG_316 {
      @Override
      public double light(double signal) {
        return signal <= 0 ? 0 : Math.pow(10, 2.5 * (signal - 1));
      }
    },
    /// Perceptual quantiser, SMPTE ST 2084: its light is in multiples of [ToneMap#WHITE_CANDELAS].
    PQ {
      @Override
      public double light(double signal) {
        double root = Math.pow(signal, 1 / 78.84375);
        double share = Math.max(0, root - 0.8359375) / (18.8515625 - 18.6875 * root);
        return 10_000 / ToneMap.WHITE_CANDELAS * Math.pow(share, 1 / 0.1593017578125);
      }
    },
    /// Hybrid log-gamma, ITU-R BT.2100: its light is the scene's, 1 at the brightest.
    HLG {
      @Override
      public double light(double signal) {
        return signal <= 0.5
            ? signal * signal / 3
            : (Math.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12;
      }
    }
  }
}
