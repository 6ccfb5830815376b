package dev.tintype.render.format.avif;

import dev.tintype.render.format.NativeBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The boxes of an ISO base media file (ISO/IEC 14496-12, 4.2), level by level.
///
/// @param bytes the whole file
record IsoBoxes(NativeBytes bytes) {

  /// The most boxes read on one level; the rest are ignored.
  private static final int MOST = 20_000;

  /// One box.
  ///
  /// @param type its four letters
  /// @param start where it begins
  /// @param body where its content begins
  /// @param end the first byte after it
  record Box(String type, long start, long body, long end) {

    long length() {
      return end - body;
    }

    boolean is(String wanted) {
      return type.equals(wanted);
    }
  }

  /// The top-level boxes of the file.
  List<Box> top() {
    return between(0, bytes.length());
  }

  /// The boxes inside a box.
  ///
  /// @param skipped bytes at the start of its content, before the boxes
  List<Box> inside(Box box, int skipped) {
    return between(box.body + skipped, box.end);
  }

  /// The first box of a type inside a box.
  Optional<Box> first(Box box, int skipped, String type) {
    return first(inside(box, skipped), type);
  }

  static Optional<Box> first(List<Box> boxes, String type) {
    return boxes.stream().filter(box -> box.is(type)).findFirst();
  }

  /// Stops at the first box that is longer than its parent. The last box of a file may be
  /// truncated.
  private List<Box> between(long from, long to) {
    List<Box> boxes = new ArrayList<>();
    long at = from;
    while (at + 8 <= to && boxes.size() < MOST) {
      long length = bytes.u32(at);
      long body = at + 8;
      if (length == 1 && at + 16 <= to) {
        length = bytes.u32(at + 8) << 32 | bytes.u32(at + 12);
        body = at + 16;
      }
      long end = length == 0 ? to : at + length;
      if (end < body) {
        break;
      }
      boxes.add(new Box(type(at + 4), at, body, Math.min(end, to)));
      at = end;
    }
    return boxes;
  }

  private String type(long at) {
    return bytes.text(at, 4);
  }

  int version(Box full) {
    return bytes.u8(full.body);
  }

  /// Reads a number of 16 bits in version 0 of a box, and of 32 bits in later versions.
  long number(long at, boolean wide) {
    return wide ? bytes.u32(at) : bytes.u16(at);
  }
}
