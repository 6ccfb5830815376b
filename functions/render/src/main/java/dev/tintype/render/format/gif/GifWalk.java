package dev.tintype.render.format.gif;

import dev.tintype.core.Limits;
import dev.tintype.core.Rejection;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.format.gif.GifFrame.Disposal;
import dev.tintype.render.plan.Dimensions;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Walks over the blocks of a GIF once, from its header to its end.
final class GifWalk {

  private static final int HEADER_BYTES = 13;
  private static final int DESCRIPTOR_BYTES = 10;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int TRAILER = 0x3b;
  private static final int CONTROL = 0xf9;
  private static final int APPLICATION = 0xff;

  private static final Set<String> LOOPS = Set.of("NETSCAPE2.0", "ANIMEXTS1.0");

  /// The delay that libvips and Netscape use for a frame without a control block.
  private static final int DEFAULT_DELAY_MS = 100;

  private final NativeBytes bytes;
  private final List<GifFrame> frames = new ArrayList<>();
  private int frameCount;
  private int width;
  private int height;
  private int plays = 1;
  private Control control = Control.NONE;

  /// Whether the canvas is still fully opaque before the next frame is drawn.
  private boolean opaque;

  private boolean alpha;

  GifWalk(NativeBytes bytes) {
    this.bytes = bytes;
  }

  /// The control block's settings for the next frame.
  private record Control(Disposal disposal, int delayMs, int transparent) {
    static final Control NONE = new Control(Disposal.KEEP, DEFAULT_DELAY_MS, -1);
  }

  GifFile walk() {
    require(HEADER_BYTES);
    width = bytes.u16le(6);
    height = bytes.u16le(8);
    long at = HEADER_BYTES + colorTable(bytes.u8(10));
    boolean ended = false;
    while (at < bytes.length() && !ended) {
      switch (bytes.u8(at)) {
        case EXTENSION -> at = extension(at);
        case IMAGE -> at = image(at);
        case TRAILER -> ended = true;
        // Some programs write one extra zero after a frame.
        case 0 -> at++;
        default -> throw corrupt("no block begins with " + bytes.u8(at));
      }
    }
    if (frameCount == 0) {
      throw ended ? corrupt("no frame") : cutOff();
    }
    return new GifFile(bytes, new Dimensions(width, height), frameCount, frames, plays, alpha);
  }

  /// @return where the next block begins. Returns the file's end when the file ends inside this
  ///   block after at least one frame: an extension for frames that never follow does not matter
  private long extension(long at) {
    long end = behindBlocks(at + 2);
    if (end > bytes.length()) {
      if (frameCount == 0 || hasEndMark()) {
        throw cutOff();
      }
      return bytes.length();
    }
    int label = bytes.u8(at + 1);
    int size = bytes.u8(at + 2);
    if (label == CONTROL && size >= 4) {
      int flags = bytes.u8(at + 3);
      control =
          new Control(
              Disposal.of(flags >> 2 & 7),
              10 * bytes.u16le(at + 4),
              (flags & 1) != 0 ? bytes.u8(at + 6) : -1);
    } else if (label == APPLICATION && size == 11) {
      plays(at + 3);
    }
    return end;
  }

  private void plays(long at) {
    byte[] name = bytes.file().asSlice(at, 11).toArray(ValueLayout.JAVA_BYTE);
    if (LOOPS.contains(new String(name, StandardCharsets.ISO_8859_1))
        && bytes.u8(at + 11) >= 3
        && bytes.u8(at + 12) == 1) {
      int again = bytes.u16le(at + 13);
      plays = again == 0 ? 0 : again + 1;
    }
  }

  private long image(long at) {
    require(at + DESCRIPTOR_BYTES);
    int flags = bytes.u8(at + 9);
    long local = colorTable(flags);
    long data = at + DESCRIPTOR_BYTES + local;
    require(data + 1);
    boolean global = local == 0;
    GifFrame frame =
        new GifFrame(
            bytes.u16le(at + 1),
            bytes.u16le(at + 3),
            bytes.u16le(at + 5),
            bytes.u16le(at + 7),
            control.disposal,
            control.delayMs,
            control.transparent,
            (flags & 0x40) != 0,
            global ? HEADER_BYTES : at + DESCRIPTOR_BYTES,
            (int) (global ? colorTable(bytes.u8(10)) : local) / 3,
            data);
    long end = behindBlocks(data + 1);
    if (end > bytes.length() && !(end == bytes.length() + 1 && isWhole(frame))) {
      throw cutOff();
    }
    control = Control.NONE;
    add(frame);
    return end;
  }

  /// Returns whether a frame contains all its pixels although the file ends before the end of its
  /// blocks.
  private boolean isWhole(GifFrame frame) {
    return !hasEndMark() && new GifLzw(bytes, frame.data()).holds(frame);
  }

  private void add(GifFrame frame) {
    if (frameCount == 0) {
      // Browsers do the same, because programs often wrote a wrong screen size.
      width = Math.max(width, frame.x() + frame.width());
      height = Math.max(height, frame.y() + frame.height());
      if (width == 0 || height == 0) {
        throw corrupt("a canvas of " + width + "×" + height + " px");
      }
    }
    if (frameCount < Limits.MAX_FRAMES) {
      frames.add(frame);
    }
    frameCount++;
    boolean shown = opaque || frame.hides(new Dimensions(width, height));
    alpha |= !shown;
    opaque =
        switch (frame.disposal()) {
          case KEEP -> shown;
          case CLEAR -> shown && frame.pixels() == 0;
          case RESTORE -> opaque;
        };
  }

  private static long colorTable(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
  }

  /// @return the first byte after the empty block that ends a series of blocks; beyond the file's
  ///   end when that comes first
  private long behindBlocks(long from) {
    long at = from;
    while (at < bytes.length() && bytes.u8(at) != 0) {
      at += 1 + bytes.u8(at);
    }
    return at + 1;
  }

  private void require(long length) {
    if (length > bytes.length()) {
      throw cutOff();
    }
  }

  /// Returns whether the file has a proper end: then a damaged length points beyond it.
  private boolean hasEndMark() {
    return bytes.length() > HEADER_BYTES
        && bytes.u8(bytes.length() - 1) == TRAILER
        && bytes.u8(bytes.length() - 2) == 0;
  }

  private Unrenderable cutOff() {
    return hasEndMark()
        ? corrupt("a length points beyond the end mark")
        : new Unrenderable(Rejection.TRUNCATED, "ends inside a block");
  }

  private static Unrenderable corrupt(String what) {
    return new Unrenderable(Rejection.CORRUPT, what);
  }
}
