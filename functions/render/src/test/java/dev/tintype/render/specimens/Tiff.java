package dev.tintype.render.specimens;

/// Writes little-endian TIFF 6, classic or big
/// (https://www.awaresystems.be/imaging/tiff/bigtiff.html), uncompressed RGB in strips.
///
/// @param big whether offsets have 64 bits
/// @param depth 8 or 16 bits per channel
/// @param rowsPerStrip the rows in a strip
/// @param directoryFirst whether the directory comes before the pixels
/// @param channels 3, or more to add channels of unknown meaning
public record Tiff(boolean big, int depth, int rowsPerStrip, boolean directoryFirst, int channels) {

  private static final int SHORT = 3;
  private static final int LONG = 4;

  /// An ordinary TIFF.
  public static Tiff plain() {
    return new Tiff(/* big= */ false, 8, 16, /* directoryFirst= */ true, 3);
  }

  /// Encodes a picture.
  public byte[] encode(Picture picture) {
    byte[] pixels = pixels(picture);
    int strips = (picture.height() + rowsPerStrip - 1) / rowsPerStrip;
    if (big && strips == 2) {
      throw new IllegalArgumentException("two strips would stand in the entry itself");
    }
    int head = big ? 16 : 8;
    int directoryBytes = directory(picture, strips, 0, 0, 0).length;
    int tables = directoryFirst ? head + directoryBytes : head + pixels.length;
    int start = directoryFirst ? head + directoryBytes + tableBytes(strips) : head;
    int directoryAt = directoryFirst ? head : tables + tableBytes(strips);
    byte[] directory = directory(picture, strips, tables, tables + 4 * strips, tables + 8 * strips);
    byte[] table = table(picture, strips, start);
    Bytes file = new Bytes().text("II");
    if (big) {
      file.u16le(43).u16le(8).u16le(0).u64le(directoryAt);
    } else {
      file.u16le(42).u32le(directoryAt);
    }
    return directoryFirst
        ? file.raw(directory).raw(table).raw(pixels).done()
        : file.raw(pixels).raw(table).raw(directory).done();
  }

  private int tableBytes(int strips) {
    return 8 * strips + 2 * channels;
  }

  private int rowBytes(Picture picture) {
    return picture.width() * channels * depth / 8;
  }

  private byte[] table(Picture picture, int strips, int start) {
    Bytes table = new Bytes();
    for (int i = 0; i < strips; i++) {
      table.u32le(start + (long) i * rowsPerStrip * rowBytes(picture));
    }
    for (int i = 0; i < strips; i++) {
      int rows = Math.min(rowsPerStrip, picture.height() - i * rowsPerStrip);
      table.u32le((long) rows * rowBytes(picture));
    }
    for (int i = 0; i < channels; i++) {
      table.u16le(depth);
    }
    return table.done();
  }

  private byte[] directory(Picture picture, int strips, int offsets, int counts, int depths) {
    Bytes out = new Bytes();
    int entries = channels > 3 ? 10 : 9;
    if (big) {
      out.u64le(entries);
    } else {
      out.u16le(entries);
    }
    entry(out, 256, LONG, 1, picture.width());
    entry(out, 257, LONG, 1, picture.height());
    entry(out, 258, SHORT, channels, big && channels <= 4 ? inlineDepths() : depths);
    entry(out, 259, SHORT, 1, 1);
    entry(out, 262, SHORT, 1, 2);
    entry(out, 273, LONG, strips, strips == 1 ? value(offsets, counts) : offsets);
    entry(out, 277, SHORT, 1, channels);
    entry(out, 278, LONG, 1, rowsPerStrip);
    entry(out, 279, LONG, strips, strips == 1 ? rowBytes(picture) * picture.height() : counts);
    if (channels > 3) {
      entry(out, 338, SHORT, 1, 0);
    }
    return big ? out.u64le(0).done() : out.u32le(0).done();
  }

  /// In a BigTIFF, up to eight bytes of values are stored in the entry itself.
  private long inlineDepths() {
    long value = 0;
    for (int i = 0; i < channels; i++) {
      value |= (long) depth << (16 * i);
    }
    return value;
  }

  /// The offset of the only strip: after the tables, or after the header.
  private int value(int offsets, int counts) {
    int head = big ? 16 : 8;
    return directoryFirst ? offsets + tableBytes((counts - offsets) / 4) : head;
  }

  private void entry(Bytes out, int tag, int type, long count, long value) {
    out.u16le(tag).u16le(type);
    if (big) {
      out.u64le(count).u64le(value);
    } else {
      out.u32le(count).u32le(value);
    }
  }

  private byte[] pixels(Picture picture) {
    Bytes out = new Bytes();
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int[] c = picture.channels(x, y);
        for (int i = 0; i < channels; i++) {
          int value = i < 3 ? c[i] : 0;
          out.u8(value);
          if (depth == 16) {
            out.u8(value);
          }
        }
      }
    }
    return out.done();
  }
}
