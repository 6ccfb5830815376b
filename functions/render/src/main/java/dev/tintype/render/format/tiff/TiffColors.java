package dev.tintype.render.format.tiff;

import static dev.tintype.render.format.tiff.TiffDescription.CIE_LAB;
import static dev.tintype.render.format.tiff.TiffDescription.FLOATING;
import static dev.tintype.render.format.tiff.TiffDescription.ICC_LAB;
import static dev.tintype.render.format.tiff.TiffDescription.JPEG;
import static dev.tintype.render.format.tiff.TiffDescription.LOG_LUV;
import static dev.tintype.render.format.tiff.TiffDescription.MIN_IS_BLACK;
import static dev.tintype.render.format.tiff.TiffDescription.MIN_IS_WHITE;
import static dev.tintype.render.format.tiff.TiffDescription.PALETTE;
import static dev.tintype.render.format.tiff.TiffDescription.RGB;
import static dev.tintype.render.format.tiff.TiffDescription.SEPARATED;
import static dev.tintype.render.format.tiff.TiffDescription.UNSIGNED;
import static dev.tintype.render.format.tiff.TiffDescription.YCBCR;

import dev.tintype.core.Rejection;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.plan.Dimensions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The conversion of a TIFF's samples to colours.
public enum TiffColors {
  /// 8 or 16 bits of grey, RGB, CMYK or a palette, which libvips converts itself.
  AS_STORED,
  /// 32 bits, of which the upper 16 are kept.
  OF_32_BITS,
  /// Fractions: 0 is black and 1 is white.
  FRACTIONS,
  /// CIE L\*a\*b\* with signed a\* and b\*.
  LAB,
  /// CIE L\*a\*b\* in ICC encoding, with a\* and b\* around the middle of the range.
  LAB_OF_ICC,
  /// Luma and chroma for every pixel.
  LUMA_CHROMA,
  /// Luma, and chroma shared by several pixels; libtiff converts them to RGB.
  BY_LIBTIFF;

  /// The compression schemes of the bundled libtiff: none, CCITT, LZW, JPEG, Deflate, NeXT,
  /// PackBits, ThunderScan, SGI Log, WebP.
  private static final Set<Integer> SCHEMES =
      Set.of(1, 2, 3, 4, 5, 7, 8, 32_766, 32_771, 32_773, 32_809, 32_946, 34_676, 34_677, 50_001);

  private static final Set<Integer> SGI_LOG = Set.of(34_676, 34_677);
  private static final int MOST_SAMPLES = 5;
  private static final int MOST_TILE_SIDE = 8192;
  private static final int CMYK = 1;

  /// Decides from the tags alone.
  ///
  /// @throws Unrenderable with [Rejection#UNSUPPORTED_CODEC] or [Rejection#UNSUPPORTED_FORMAT] when
  ///   no reader here supports such a TIFF
  static TiffColors of(TiffDirectory directory, TiffDescription tiff) {
    if (!SCHEMES.contains(tiff.compression())) {
      throw new Unrenderable(
          Rejection.UNSUPPORTED_CODEC, "compression scheme " + tiff.compression());
    }
    if (tiff.compression() == JPEG && tiff.bits() != 8) {
      throw new Unrenderable(Rejection.UNSUPPORTED_CODEC, "JPEG of " + tiff.bits() + " bits");
    }
    boolean rawPreview =
        directory.names(TiffTag.DNG_VERSION)
            && (directory.number(TiffTag.NEW_SUBFILE_TYPE, 0) & 1) != 0;
    if (rawPreview) {
      throw unsupported("the preview of a camera's raw picture");
    }
    if (tiff.samples() > MOST_SAMPLES || !tiff.complete()) {
      throw unsupported(tiff.samples() + " samples a pixel");
    }
    tiff.tile().ifPresent(tile -> requireReadable(tiff, tile));
    return colors(directory, tiff);
  }

  private static void requireReadable(TiffDescription tiff, Dimensions tile) {
    int longest = Math.max(tiff.size().width(), tiff.size().height());
    long most = Math.min(MOST_TILE_SIDE, (2L * longest + 255) / 256 * 256);
    if (tiff.planar()
        || tile.width() % 16 != 0
        || tile.height() % 16 != 0
        || Math.max(tile.width(), tile.height()) > most) {
      throw unsupported("tiles of " + tile + (tiff.planar() ? ", each of one plane" : ""));
    }
  }

  private static TiffColors colors(TiffDirectory directory, TiffDescription tiff) {
    TiffColors colors =
        switch (tiff.photometric()) {
          case MIN_IS_WHITE, MIN_IS_BLACK -> grey(tiff);
          case RGB -> rgb(tiff);
          case PALETTE -> palette(tiff);
          case SEPARATED -> directory.number(TiffTag.INK_SET, CMYK) == CMYK ? inks(tiff) : null;
          case YCBCR -> lumaChroma(tiff);
          case CIE_LAB -> lab(tiff, LAB);
          case ICC_LAB -> lab(tiff, LAB_OF_ICC);
          case LOG_LUV -> SGI_LOG.contains(tiff.compression()) ? AS_STORED : null;
          default -> null;
        };
    if (colors == null) {
      throw unsupported(
          "photometric %d, %d samples of %d bits, format %d, scheme %d"
              .formatted(
                  tiff.photometric(),
                  tiff.samples(),
                  tiff.bits(),
                  tiff.sampleFormat(),
                  tiff.compression()));
    }
    return colors;
  }

  private static @Nullable TiffColors grey(TiffDescription tiff) {
    boolean packed = tiff.bits() == 1 || tiff.bits() == 2 || tiff.bits() == 4;
    return packed && tiff.samples() == 1 ? AS_STORED : rgb(tiff);
  }

  private static @Nullable TiffColors rgb(TiffDescription tiff) {
    return switch (tiff.sampleFormat()) {
      case UNSIGNED ->
          switch (tiff.bits()) {
            case 8, 16 -> AS_STORED;
            case 32 -> OF_32_BITS;
            default -> null;
          };
      case FLOATING -> tiff.bits() == 16 || tiff.bits() == 32 ? FRACTIONS : null;
      default -> null;
    };
  }

  private static @Nullable TiffColors palette(TiffDescription tiff) {
    return switch (tiff.bits()) {
      case 1, 2, 4, 8, 16 -> tiff.planar() ? null : AS_STORED;
      default -> null;
    };
  }

  private static @Nullable TiffColors inks(TiffDescription tiff) {
    boolean plain = tiff.bits() == 8 || tiff.bits() == 16;
    return plain && tiff.sampleFormat() == UNSIGNED ? AS_STORED : null;
  }

  private static @Nullable TiffColors lumaChroma(TiffDescription tiff) {
    if (tiff.bits() != 8 || tiff.sampleFormat() != UNSIGNED) {
      return null;
    }
    if (tiff.compression() == JPEG) {
      return AS_STORED;
    }
    if (tiff.subsampling().pixels() == 1) {
      return LUMA_CHROMA;
    }
    return tiff.samples() == 3 && !tiff.planar() ? BY_LIBTIFF : null;
  }

  private static @Nullable TiffColors lab(TiffDescription tiff, TiffColors kind) {
    boolean plain = tiff.bits() == 8 || tiff.bits() == 16;
    return plain && tiff.sampleFormat() != FLOATING && tiff.compression() != JPEG ? kind : null;
  }

  boolean isLab() {
    return this == LAB || this == LAB_OF_ICC;
  }

  /// @return whether libvips holds rows of 32-bit numbers during the conversion
  boolean computesFloats() {
    return switch (this) {
      case AS_STORED, BY_LIBTIFF -> false;
      case OF_32_BITS, FRACTIONS, LAB, LAB_OF_ICC, LUMA_CHROMA -> true;
    };
  }

  /// @return the setting that makes libtiff return samples as they are stored
  int photometric(TiffDescription tiff) {
    return switch (this) {
      case AS_STORED, OF_32_BITS, BY_LIBTIFF -> tiff.photometric();
      case FRACTIONS -> tiff.photometric() == RGB ? RGB : MIN_IS_BLACK;
      case LAB, LAB_OF_ICC, LUMA_CHROMA -> RGB;
    };
  }

  private static Unrenderable unsupported(String what) {
    return new Unrenderable(Rejection.UNSUPPORTED_FORMAT, what);
  }
}
