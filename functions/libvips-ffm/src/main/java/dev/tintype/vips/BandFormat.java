package dev.tintype.vips;

/// The type of one band of one pixel; the codes are those of libvips' `VipsBandFormat`.
public enum BandFormat {
  /// Unsigned, 8 bits: the input of every encoder of 8-bit images.
  UCHAR(0, 1),
  /// Signed, 8 bits.
  CHAR(1, 1),
  /// Unsigned, 16 bits.
  USHORT(2, 2),
  /// Signed, 16 bits.
  SHORT(3, 2),
  /// Unsigned, 32 bits.
  UINT(4, 4),
  /// Signed, 32 bits.
  INT(5, 4),
  /// Floating point, 32 bits.
  FLOAT(6, 4),
  /// Complex: two 32-bit floating point numbers.
  COMPLEX(7, 8),
  /// Floating point, 64 bits.
  DOUBLE(8, 8),
  /// Complex: two 64-bit floating point numbers.
  DPCOMPLEX(9, 16);

  private final int code;
  private final int bytes;

  BandFormat(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /// The size of one band of one pixel, in bytes.
  public int bytes() {
    return bytes;
  }

  static BandFormat of(int code) {
    for (BandFormat format : values()) {
      if (format.code == code) {
        return format;
      }
    }
    throw new IllegalStateException(
        "libvips has a band format this library does not know: " + code);
  }

  int code() {
    return code;
  }
}
