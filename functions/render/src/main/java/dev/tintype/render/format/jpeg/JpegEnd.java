package dev.tintype.render.format.jpeg;

import dev.tintype.render.format.NativeBytes;

/// Detects a JPEG without an end mark (ITU T.81, annex B) by walking its segments. The end mark of
/// a thumbnail inside a segment does not count, and bytes after the end do not matter.
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

  /// Returns whether the file ends with the mark, apart from padding: then a damaged length leads
  /// past it.
  private boolean isLast() {
    long end = bytes.length();
    while (end > 4 && bytes.u8(end - 1) == 0) {
      end--;
    }
    return end > 4 && bytes.u16(end - 2) == (0xff << 8 | JpegMarkers.EOI);
  }
}
