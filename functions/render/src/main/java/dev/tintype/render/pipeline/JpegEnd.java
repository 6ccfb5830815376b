package dev.tintype.render.pipeline;

/// Whether a JPEG's end mark is missing (ITU T.81, annex B), found by walking its segments: one in
/// a small picture inside a segment does not count, and bytes behind the end do not matter.
///
/// @param bytes the whole file
record JpegEnd(NativeBytes bytes) {

  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;

  boolean missing() {
    long at = 2;
    while (at + 1 < bytes.length()) {
      int marker = bytes.u8(at + 1);
      if (bytes.u8(at) != 0xff || marker == 0xff) {
        at++;
      } else if (marker == END_OF_IMAGE) {
        return false;
      } else if (standsAlone(marker)) {
        at += 2;
      } else {
        if (at + 4 > bytes.length()) {
          return true;
        }
        at += 2 + Math.max(2, bytes.u16(at + 2));
        if (marker == START_OF_SCAN) {
          at = endOfScan(at);
        }
      }
    }
    return true;
  }

  private static boolean standsAlone(int marker) {
    return marker == 0 || marker == 1 || (marker >= 0xd0 && marker <= 0xd8);
  }

  /// The next marker that is no restart and no stuffed byte.
  private long endOfScan(long from) {
    long at = from;
    while (at + 1 < bytes.length()) {
      int next = bytes.u8(at + 1);
      if (bytes.u8(at) == 0xff && next != 0xff && !standsAlone(next)) {
        return at;
      }
      at++;
    }
    return at;
  }
}
