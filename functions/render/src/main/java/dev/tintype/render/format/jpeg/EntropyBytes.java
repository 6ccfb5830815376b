package dev.tintype.render.format.jpeg;

import dev.tintype.render.format.NativeBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The entropy-coded bytes of a JPEG up to the next marker, without stuffed zeros (ITU T.81,
/// B.1.1.5).
final class EntropyBytes {

  /// No bytes.
  static final EntropyBytes NONE = new EntropyBytes(new NativeBytes(MemorySegment.NULL), 0);

  private static final int WINDOW = 1 << 14;

  /// A window in the Java heap: single bytes of native memory are slow to read.
  final byte[] window;

  /// The index of the next byte in the window.
  int at;

  /// The number of bytes in the window.
  int filled;

  private final NativeBytes file;
  private long windowEnd;
  private long markerAt = -1;

  /// @param from the first byte of coded data
  EntropyBytes(NativeBytes file, long from) {
    this.file = file;
    this.windowEnd = from;
    this.window = new byte[(int) Math.min(WINDOW, file.length() - from)];
  }

  private int raw() {
    if (at == filled) {
      filled = (int) Math.min(window.length, file.length() - windowEnd);
      at = 0;
      if (filled == 0) {
        return -1;
      }
      MemorySegment.copy(file.file(), ValueLayout.JAVA_BYTE, windowEnd, window, 0, filled);
      windowEnd += filled;
    }
    return window[at++] & 0xff;
  }

  /// @return the next data byte; -1 at a marker or at the end of the file
  int next() {
    if (markerAt >= 0) {
      return -1;
    }
    int value = raw();
    if (value == 0xff) {
      do {
        value = raw();
      } while (value == 0xff);
      if (value == 0) {
        return 0xff;
      }
      markerAt = value < 0 ? file.length() : windowEnd - (filled - at) - 2;
      return -1;
    }
    if (value < 0) {
      markerAt = file.length();
    }
    return value;
  }

  /// Continues after the marker that ended the data.
  void passMarker() {
    markerAt = -1;
  }

  /// Returns whether a marker follows the data. Valid once [#next] has returned -1.
  boolean marked() {
    return markerAt < file.length();
  }

  /// Where the marker after the data begins, or the file's length. Valid once [#next] has returned
  /// -1.
  long markerAt() {
    return markerAt;
  }
}
