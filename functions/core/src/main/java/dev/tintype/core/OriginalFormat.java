package dev.tintype.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The formats of originals. The first bytes of a file decide; its declared type does not count.
public enum OriginalFormat {
  /// ITU T.81.
  JPEG("image/jpeg"),
  /// Portable network graphics.
  PNG("image/png"),
  /// WebP.
  WEBP("image/webp"),
  /// AV1 in HEIF.
  AVIF("image/avif"),
  /// GIF 87a and 89a.
  GIF("image/gif"),
  /// TIFF 6, classic and big.
  TIFF("image/tiff");

  /// How many bytes [#sniff] needs to see.
  public static final int SNIFF_BYTES = 4096;

  private final String mediaType;

  OriginalFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /// @return the media type clients declare
  public String mediaType() {
    return mediaType;
  }

  /// @return the name in manifests, such as `jpeg`
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /// @return the format with this media type, if there is one
  public static Optional<OriginalFormat> byMediaType(String mediaType) {
    return Arrays.stream(values()).filter(f -> f.mediaType.equals(mediaType)).findFirst();
  }

  /// @param head the first bytes of the file; at most [#SNIFF_BYTES] of them are read
  /// @return the format that these bytes show
  public static Sniffed sniff(byte[] head) {
    if (starts(head, 0, 0xff, 0xd8, 0xff)
        || (starts(head, 0, 0xff, 0xd8) && hasJpegSegment(head))) {
      return new Sniffed.Known(JPEG);
    }
    if (starts(head, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
      return new Sniffed.Known(PNG);
    }
    if (starts(head, 0, 'R', 'I', 'F', 'F') && starts(head, 8, 'W', 'E', 'B', 'P')) {
      return new Sniffed.Known(WEBP);
    }
    if (starts(head, 0, 'G', 'I', 'F', '8')) {
      return new Sniffed.Known(GIF);
    }
    if (starts(head, 0, 'I', 'I', 42, 0)
        || starts(head, 0, 'M', 'M', 0, 42)
        || starts(head, 0, 'I', 'I', 43, 0)
        || starts(head, 0, 'M', 'M', 0, 43)) {
      return new Sniffed.Known(TIFF);
    }
    return starts(head, 4, 'f', 't', 'y', 'p') ? brand(head) : new Sniffed.Unknown();
  }

  /// Whether a segment follows with which a JPEG may begin. Some programs leave bytes between the
  /// start and the first marker, and decoders skip them.
  private static boolean hasJpegSegment(byte[] head) {
    for (int at = 2; at + 4 <= Math.min(head.length, SNIFF_BYTES); at++) {
      int marker = head[at + 1] & 0xff;
      boolean opens = marker >= 0xdb && marker <= 0xef || marker >= 0xc0 && marker <= 0xcf;
      int length = (head[at + 2] & 0xff) << 8 | head[at + 3] & 0xff;
      if (starts(head, at, 0xff) && (opens || marker == 0xfe) && length >= 2) {
        return true;
      }
    }
    return false;
  }

  /// Reads the brands of a HEIF file (ISO/IEC 14496-12, 4.3): the major brand, a version, then all
  /// other brands. Each of them may declare AVIF (https://aomediacodec.github.io/av1-avif/#brands).
  private static Sniffed brand(byte[] head) {
    long box = ByteBuffer.wrap(head).getInt() & 0xffffffffL;
    int end = (int) Math.min(Math.min(head.length, SNIFF_BYTES), Math.max(box, 16));
    String major = brandAt(head, 8, end);
    for (int at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) {
      String brand = brandAt(head, at, end);
      if (brand.equals("avif") || brand.equals("avis")) {
        return new Sniffed.Known(AVIF);
      }
    }
    boolean heic =
        major.startsWith("hei")
            || major.startsWith("hev")
            || major.equals("mif1")
            || major.equals("msf1");
    return heic ? new Sniffed.Heic() : new Sniffed.Unknown();
  }

  private static String brandAt(byte[] head, int at, int end) {
    int length = Math.clamp(end - at, 0, 4);
    return new String(head, at, length, StandardCharsets.ISO_8859_1);
  }

  private static boolean starts(byte[] head, int at, int... magic) {
    if (head.length < at + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[at + i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /// The format that the first bytes of a file show.
  public sealed interface Sniffed {
    /// A format that Tintype reads.
    ///
    /// @param format the format
    record Known(OriginalFormat format) implements Sniffed {}

    /// HEIF with another codec than AV1.
    record Heic() implements Sniffed {}

    /// Anything else.
    record Unknown() implements Sniffed {}
  }
}
