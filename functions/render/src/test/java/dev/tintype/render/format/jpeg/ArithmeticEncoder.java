package dev.tintype.render.format.jpeg;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Encodes decisions arithmetically (ITU T.81, D.1).
final class ArithmeticEncoder {

  private final byte[] raw;
  private int length;
  private long code;
  private int range = 0x10000;
  private int shifts = 11;

  /// @param most bytes that the data may have
  ArithmeticEncoder(int most) {
    this.raw = new byte[most];
  }

  /// Encodes one decision and adapts its state.
  void encode(byte[] states, int at, int decision) {
    int state = states[at] & 0xff;
    int interval = ArithmeticState.interval(state);
    boolean probable = decision == state >> 7;
    range -= interval;
    if (probable && range >= 0x8000) {
      return;
    }
    if (probable == range < interval) {
      code += range;
      range = interval;
    }
    states[at] =
        (byte)
            (probable
                ? ArithmeticState.afterMoreProbable(state)
                : ArithmeticState.afterLessProbable(state));
    while (range < 0x8000) {
      range <<= 1;
      code <<= 1;
      if (--shifts == 0) {
        emit();
        shifts = 8;
      }
    }
  }

  private void emit() {
    long top = code >> 19;
    boolean carry = top > 0xff;
    for (int at = length - 1; carry && at >= 0; at--) {
      carry = ++raw[at] == 0;
    }
    raw[length++] = (byte) top;
    code &= 0x7ffff;
  }

  /// Ends the data: omits trailing zeros and stuffs the others.
  byte[] end() {
    long most = code + range - 1 & ~0xffffL;
    code = (most < code ? most + 0x8000 : most) << shifts;
    emit();
    code <<= 8;
    emit();
    int end = length;
    while (end > 0 && raw[end - 1] == 0) {
      end--;
    }
    ByteArrayOutputStream stuffed = new ByteArrayOutputStream();
    for (byte value : Arrays.copyOf(raw, end)) {
      stuffed.write(value);
      if (value == (byte) 0xff) {
        stuffed.write(0);
      }
    }
    return stuffed.toByteArray();
  }
}
