package dev.tintype.render.format.jpeg;

/// Decodes arithmetic-coded decisions between two markers (ITU T.81, D.2). Beyond the end it reads
/// zeros and counts them, because an encoder omits trailing zeros.
final class ArithmeticBits {

  private final EntropyBytes bytes;
  private long code;
  private int range = 0x10000;
  private int shifts;
  private int beyond;
  private int zeros;

  ArithmeticBits(EntropyBytes bytes) {
    this.bytes = bytes;
    read();
    code <<= 8;
    read();
    code <<= 8;
  }

  /// How many bytes were read beyond the end.
  int beyond() {
    return beyond;
  }

  /// Decodes one decision.
  ///
  /// @param states holds the state
  /// @return 0 or 1
  int decide(byte[] states, int at) {
    int state = states[at] & 0xff;
    int more = state >> 7;
    int interval = ArithmeticState.interval(state);
    range -= interval;
    boolean lower = code >> 16 < range;
    if (lower && range >= 0x8000) {
      return more;
    }
    boolean probable = lower ? range >= interval : range < interval;
    if (!lower) {
      code -= (long) range << 16;
      range = interval;
    }
    states[at] =
        (byte)
            (probable
                ? ArithmeticState.afterMoreProbable(state)
                : ArithmeticState.afterLessProbable(state));
    widen();
    return probable ? more : 1 - more;
  }

  private void widen() {
    do {
      if (shifts == 0) {
        read();
        shifts = 8;
      }
      range <<= 1;
      code <<= 1;
      shifts--;
    } while (range < 0x8000);
  }

  private void read() {
    int next = bytes.next();
    if (next < 0) {
      beyond++;
    } else {
      code += (long) next << 8;
    }
    zeros = next > 0 ? 0 : zeros + 1;
  }

  /// Ends the segment of data.
  ///
  /// @param mostZeros the most zeros that may have been read before padding
  void requireNothingLeft(int mostZeros) {
    boolean padding = true;
    for (int next = bytes.next(); next >= 0; next = bytes.next()) {
      padding &= next == 0 && zeros <= mostZeros;
    }
    if (!padding) {
      throw JpegFault.of("coded data is left over");
    }
  }

  /// Returns whether a marker follows the data. Valid once all data was read.
  boolean marked() {
    return bytes.marked();
  }

  /// Where the marker after the data begins, or the file's length. Valid once all data was read.
  long markerAt() {
    return bytes.markerAt();
  }
}
