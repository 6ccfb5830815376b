package dev.tintype.render.format.avif;

import dev.tintype.render.format.NativeBytes;
import java.util.Optional;

/// The colour facts in the sequence header of an AV1 picture (AV1 specification, 5.5).
///
/// @param monochrome whether it is grey
/// @param primaries a code point of ITU-T H.273
/// @param transfer a code point of ITU-T H.273
/// @param fullRange whether black is 0 and white is the largest number
record Av1Sequence(boolean monochrome, int primaries, int transfer, boolean fullRange) {

  private static final int SEQUENCE_HEADER = 1;
  private static final int UNSPECIFIED = 2;
  private static final int MOST_UNITS = 16;

  /// @param at where the picture's OBUs begin
  /// @return empty when no header is found
  static Optional<Av1Sequence> at(NativeBytes bytes, long at) {
    try {
      long unit = at;
      for (int i = 0; i < MOST_UNITS && unit >= 0; i++) {
        int head = bytes.u8(unit);
        long body = unit + ((head & 4) == 0 ? 1 : 2);
        long length = bytes.length() - body;
        if ((head & 2) != 0) {
          length = 0;
          for (int shift = 0; shift < 35; shift += 7) {
            int part = bytes.u8(body++);
            length |= (long) (part & 0x7f) << shift;
            if (part < 0x80) {
              break;
            }
          }
        }
        if ((head >> 3 & 15) == SEQUENCE_HEADER) {
          return Optional.of(new Reader(bytes, body).read());
        }
        unit = body + length;
      }
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /// Reads the header bit by bit, the highest bit of each byte first.
  private static final class Reader {
    private final NativeBytes bytes;
    private long at;

    Reader(NativeBytes bytes, long start) {
      this.bytes = bytes;
      this.at = 8 * start;
    }

    Av1Sequence read() {
      int profile = take(3);
      take(1);
      boolean reduced = flag();
      if (reduced) {
        take(5);
      } else {
        operatingPoints();
      }
      int widthBits = take(4) + 1;
      int heightBits = take(4) + 1;
      skip(widthBits + heightBits);
      if (!reduced && flag()) {
        skip(7);
      }
      skip(3);
      if (!reduced) {
        tools();
      }
      skip(3);
      return color(profile);
    }

    private void operatingPoints() {
      int delayBits = 0;
      if (flag()) {
        skip(64);
        if (flag()) {
          unsignedVariable();
        }
        if (flag()) {
          delayBits = take(5) + 1;
          skip(42);
        }
      }
      boolean displayDelays = flag();
      for (int points = take(5) + 1; points > 0; points--) {
        skip(12);
        if (take(5) > 7) {
          skip(1);
        }
        if (delayBits > 0 && flag()) {
          skip(2 * delayBits + 1);
        }
        if (displayDelays && flag()) {
          skip(4);
        }
      }
    }

    private void tools() {
      skip(4);
      boolean ordered = flag();
      if (ordered) {
        skip(2);
      }
      boolean chosenLater = flag();
      boolean screenContent = chosenLater || flag();
      if (screenContent && !flag()) {
        skip(1);
      }
      if (ordered) {
        skip(3);
      }
    }

    private Av1Sequence color(int profile) {
      boolean deep = flag();
      if (profile == 2 && deep) {
        skip(1);
      }
      boolean monochrome = profile != 1 && flag();
      int primaries = UNSPECIFIED;
      int transfer = UNSPECIFIED;
      int matrix = UNSPECIFIED;
      if (flag()) {
        primaries = take(8);
        transfer = take(8);
        matrix = take(8);
      }
      boolean rgb = !monochrome && primaries == 1 && transfer == 13 && matrix == 0;
      return new Av1Sequence(monochrome, primaries, transfer, rgb || flag());
    }

    private void unsignedVariable() {
      int zeros = 0;
      while (zeros < 32 && !flag()) {
        zeros++;
      }
      skip(zeros);
    }

    private boolean flag() {
      return take(1) == 1;
    }

    private int take(int count) {
      int value = 0;
      for (int i = 0; i < count; i++, at++) {
        value = value << 1 | (bytes.u8(at >> 3) >> (7 - (int) (at & 7)) & 1);
      }
      return value;
    }

    private void skip(int count) {
      at += count;
    }
  }
}
