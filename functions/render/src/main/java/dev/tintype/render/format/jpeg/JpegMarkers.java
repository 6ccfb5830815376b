package dev.tintype.render.format.jpeg;

import dev.tintype.render.format.NativeBytes;

/// Walks the markers of a JPEG (ITU T.81, annex B). Bytes between a segment and the next marker are
/// skipped, as decoders do; the caller judges what they mean.
final class JpegMarkers {

  static final int SOF0 = 0xc0;
  static final int DHT = 0xc4;
  static final int JPG = 0xc8;
  static final int DAC = 0xcc;
  static final int SOF15 = 0xcf;
  static final int RST0 = 0xd0;
  static final int RST7 = 0xd7;
  static final int SOI = 0xd8;
  static final int EOI = 0xd9;
  static final int SOS = 0xda;
  static final int DQT = 0xdb;
  static final int DNL = 0xdc;
  static final int DRI = 0xdd;
  static final int APP0 = 0xe0;
  static final int APP15 = 0xef;
  static final int JPEG_LS = 0xf7;
  static final int COM = 0xfe;
  static final int TEM = 0x01;

  /// Returned by [#next] after the last marker.
  static final int NONE = -1;

  private final NativeBytes bytes;
  private long at;
  private long markerAt;
  private boolean skipped;

  /// @param at where the search for the first marker starts
  JpegMarkers(NativeBytes bytes, long at) {
    this.bytes = bytes;
    this.at = at;
  }

  /// @return the code of the next marker, or [#NONE]
  int next() {
    skipped = false;
    while (at + 1 < bytes.length()) {
      int first = bytes.u8(at);
      int code = bytes.u8(at + 1);
      if (first != 0xff || code == 0xff) {
        skipped |= first != 0xff && first != 0;
        at++;
      } else if (code == 0) {
        skipped = true;
        at += 2;
      } else {
        markerAt = at;
        at += 2;
        return code;
      }
    }
    at = bytes.length();
    markerAt = at;
    return NONE;
  }

  /// Returns whether bytes other than padding were skipped before the last marker.
  boolean skipped() {
    return skipped;
  }

  /// Where the last marker begins.
  long markerAt() {
    return markerAt;
  }

  /// Continues at another offset.
  void resume(long from) {
    at = from;
  }

  /// Reads the segment of the last marker and moves past it.
  ///
  /// @return its data without marker and length
  NativeBytes segment() {
    if (at + 2 > bytes.length()) {
      throw JpegFault.of("the file ends inside a segment");
    }
    int length = bytes.u16(at);
    if (length < 2 || at + length > bytes.length()) {
      throw JpegFault.of("a segment of " + length + " bytes at " + markerAt);
    }
    NativeBytes data = bytes.part(at + 2, length - 2);
    at += length;
    return data;
  }

  /// The offset after the last byte read.
  long position() {
    return at;
  }

  static boolean isRestart(int marker) {
    return marker >= RST0 && marker <= RST7;
  }

  static boolean isFrame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }

  /// Returns whether the marker has no length field.
  static boolean standsAlone(int marker) {
    return isRestart(marker) || marker == TEM || marker == SOI || marker == EOI;
  }

  /// Returns whether its segment defines tables that scans need.
  static boolean defines(int marker) {
    return marker == DHT || marker == DQT || marker == DAC || marker == DRI;
  }

  /// Returns whether decoders ignore its segment.
  static boolean isMetadata(int marker) {
    return (marker >= APP0 && marker <= APP15) || marker == COM || marker == DNL;
  }
}
