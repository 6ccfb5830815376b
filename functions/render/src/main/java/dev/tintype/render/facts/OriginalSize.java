package dev.tintype.render.facts;

import dev.tintype.core.Limits;
import dev.tintype.core.OriginalFormat;
import dev.tintype.render.plan.Dimensions;
import java.util.HashSet;
import java.util.Set;

/// Reads the sizes that a decoder may report for a picture, without any codec. Returns none for
/// structures that it does not follow.
///
/// @param file the original
record OriginalSize(FileBytes file) {

  /// How far the boxes of an AVIF are searched for sizes, in bytes.
  private static final int BOXES_BYTES = 1 << 18;

  /// A file with more sizes than this yields none.
  private static final int MOST_SIZES = 16;

  private static final int TIFF_WIDTH = 256;
  private static final int TIFF_HEIGHT = 257;
  private static final int TIFF_SHORT = 3;
  private static final int TIFF_LONG_8 = 16;

  Set<Dimensions> of(OriginalFormat format) {
    Set<Dimensions> sizes = new HashSet<>();
    try {
      switch (format) {
        case JPEG -> jpeg(sizes);
        case PNG -> add(sizes, file.u32(16), file.u32(20));
        case WEBP -> webp(sizes);
        case AVIF -> avif(sizes);
        case GIF -> gif(sizes);
        case TIFF -> tiff(sizes);
      }
    } catch (IndexOutOfBoundsException endsEarly) {
      return Set.of();
    }
    return sizes;
  }

  /// The first frame header, see https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2. Bytes between
  /// segments are skipped.
  private void jpeg(Set<Dimensions> sizes) {
    for (long at = 2; ; ) {
      while (file.u8(at) != 0xff) {
        at++;
      }
      while (file.u8(at) == 0xff) {
        at++;
      }
      int marker = file.u8(at++);
      if (isFrame(marker)) {
        add(sizes, file.u16(at + 5), file.u16(at + 3));
        return;
      }
      if (marker == 0xd9 || marker == 0xda) {
        return;
      }
      boolean alone = marker < 0x02 || (marker >= 0xd0 && marker <= 0xd8);
      at += alone ? 0 : Math.max(2, file.u16(at));
    }
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /// The canvas and the first picture: https://developers.google.com/speed/webp/docs/riff_container
  private void webp(Set<Dimensions> sizes) {
    for (long at = 12; at + 8 <= file.length(); ) {
      switch (file.text(at, 4)) {
        case "VP8X" -> add(sizes, file.u24le(at + 12) + 1L, file.u24le(at + 15) + 1L);
        case "VP8L" -> {
          long bits = file.u32le(at + 9);
          add(sizes, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
          return;
        }
        case "VP8 " -> {
          add(sizes, file.u16le(at + 14) & 0x3fff, file.u16le(at + 16) & 0x3fff);
          return;
        }
        case "ANMF" -> {
          return;
        }
        default -> {}
      }
      long length = file.u32le(at + 4);
      at += 8 + length + (length & 1);
    }
  }

  /// The canvas, and the area that the frames cover: decoders disagree about a canvas that the
  /// frames do not fill.
  private void gif(Set<Dimensions> sizes) {
    GifOutline.of(file)
        .ifPresent(outline -> {
          int width = file.u16le(6);
          int height = file.u16le(8);
          add(sizes, width, height);
          add(sizes, outline.right(), outline.bottom());
          add(sizes, Math.max(width, outline.right()), Math.max(height, outline.bottom()));
        });
  }

  /// Every size of an item, as stored and rotated. None when pictures are cropped or animated, or
  /// when a size is stated that no picture has: decoders then report another.
  private void avif(Set<Dimensions> sizes) {
    long end = Math.min(file.length(), BOXES_BYTES);
    for (long at = 0; at + 16 <= end; at++) {
      int first = file.u8(at);
      if (first == 'i' && file.text(at, 4).equals("ispe")) {
        long width = file.u32(at + 8);
        long height = file.u32(at + 12);
        if (Math.max(width, height) > Limits.MAX_SIDE) {
          sizes.clear();
          return;
        }
        add(sizes, width, height);
        add(sizes, height, width);
      } else if ((first == 'c' && file.text(at, 4).equals("clap"))
          || (first == 'a' && file.text(at, 4).equals("avis"))) {
        sizes.clear();
        return;
      }
    }
  }

  /// The first directory, classic or BigTIFF. Of a duplicate tag, a decoder may use either value.
  private void tiff(Set<Dimensions> sizes) {
    boolean little = file.u8(0) == 'I';
    boolean big = (little ? file.u16le(2) : file.u16(2)) == 43;
    long directory = u32(little, big ? (little ? 8 : 12) : 4);
    long entries = little ? file.u16le(directory) : file.u16(directory + (big ? 6 : 0));
    Set<Long> widths = new HashSet<>();
    Set<Long> heights = new HashSet<>();
    for (long i = 0; i < entries; i++) {
      long entry = directory + (big ? 8 + 20 * i : 2 + 12 * i);
      int tag = little ? file.u16le(entry) : file.u16(entry);
      if (tag == TIFF_WIDTH) {
        widths.add(value(little, entry, big));
      } else if (tag == TIFF_HEIGHT) {
        heights.add(value(little, entry, big));
      }
      if (widths.size() * heights.size() > MOST_SIZES) {
        sizes.clear();
        return;
      }
    }
    widths.forEach(width -> heights.forEach(height -> add(sizes, width, height)));
  }

  private long value(boolean little, long entry, boolean big) {
    int type = little ? file.u16le(entry + 2) : file.u16(entry + 2);
    long at = entry + (big ? 12 : 8);
    if (type == TIFF_SHORT) {
      return little ? file.u16le(at) : file.u16(at);
    }
    return u32(little, type == TIFF_LONG_8 && !little ? at + 4 : at);
  }

  private long u32(boolean little, long at) {
    return little ? file.u32le(at) : file.u32(at);
  }

  private static void add(Set<Dimensions> sizes, long width, long height) {
    if (width > 0 && height > 0 && width <= Integer.MAX_VALUE && height <= Integer.MAX_VALUE) {
      sizes.add(new Dimensions((int) width, (int) height));
    }
  }
}
