package dev.tintype.render.format.jpeg;

import dev.tintype.render.format.NativeBytes;

/// Whether a JPEG's end mark is missing (ITU T.81, annex B), found by walking its segments: one in
/// a small picture inside a segment does not count, and bytes behind the end do not matter.
///
/// @param bytes the whole file
record JpegEnd(NativeBytes bytes) {

  boolean missing() {
    return !isWalkedTo() && !isLast();
  }

  private boolean isWalkedTo() {
    try {
      JpegMarkers markers = new JpegMarkers(bytes, 2);
      for (int marker = markers.next(); marker != JpegMarkers.NONE; marker = markers.next()) {
        if (marker == JpegMarkers.EOI) {
          return true;
        }
        if (!JpegMarkers.standsAlone(marker)) {
          markers.segment();
        }
      }
      return false;
    } catch (JpegFault lengthIsWrong) {
      return false;
    }
  }

  /// Whether the file ends with the mark, padding aside: a damaged length leads past it.
  private boolean isLast() {
    long end = bytes.length();
    while (end > 4 && bytes.u8(end - 1) == 0) {
      end--;
    }
    return end > 4 && bytes.u16(end - 2) == (0xff << 8 | JpegMarkers.EOI);
  }
}
