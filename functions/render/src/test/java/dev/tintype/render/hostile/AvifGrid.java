package dev.tintype.render.hostile;

import dev.tintype.render.specimens.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Makes a grid of many tiles from one coded picture (ISO/IEC 23008-12, 6.6.2.3): every tile refers
/// to the same bytes.
///
/// @param avif a still AVIF of one picture, whose last box is `mdat`
/// @param width of that picture, px
/// @param height of that picture, px
@SuppressWarnings("ArrayRecordComponent")
record AvifGrid(byte[] avif, int width, int height) {

  /// A square grid.
  ///
  /// @param tiles per row, at most 256
  byte[] of(int tiles) {
    String text = new String(avif, StandardCharsets.ISO_8859_1);
    int mdat = text.indexOf("mdat") + 4;
    byte[] picture = Arrays.copyOfRange(avif, mdat, avif.length);
    int codec = text.indexOf("av1C");
    int codecBytes = (avif[codec - 2] & 0xff) << 8 | (avif[codec - 1] & 0xff);
    byte[] av1c = Arrays.copyOfRange(avif, codec - 4, codec - 4 + codecBytes);
    byte[] grid =
        new Bytes()
            .u8(0, 1, tiles - 1, tiles - 1)
            .u32((long) tiles * width)
            .u32((long) tiles * height)
            .done();
    int count = tiles * tiles;
    byte[] start = new Bytes().u32(24).text("ftypavif").u32(0).text("avifmif1").done();
    int metaBytes = meta(count, tiles, av1c, 0, picture.length, grid.length).length;
    int data = start.length + metaBytes + 8;
    return new Bytes()
        .raw(start)
        .raw(meta(count, tiles, av1c, data, picture.length, grid.length))
        .u32(8 + picture.length + grid.length)
        .text("mdat")
        .raw(picture)
        .raw(grid)
        .done();
  }

  private byte[] meta(
      int count, int tiles, byte[] av1c, int data, int pictureBytes, int gridBytes) {
    Bytes handler = new Bytes().u32(0).text("pict").repeat(0, 13);
    Bytes body = new Bytes().u32(0);
    box(body, "hdlr", full(0, handler));
    box(body, "pitm", full(1, new Bytes().u32(1)));
    box(body, "iloc", locations(count, data, pictureBytes, gridBytes));
    Bytes infos = new Bytes().u32(count + 1);
    for (int id = 1; id <= count + 1; id++) {
      Bytes info = new Bytes().u32(id).u16(0).text(id == 1 ? "grid" : "av01").u8(0);
      box(infos, "infe", full(3, info));
    }
    box(body, "iinf", full(1, infos));
    Bytes tileList = new Bytes().u32(1).u16(count);
    for (int id = 2; id <= count + 1; id++) {
      tileList.u32(id);
    }
    Bytes references = new Bytes();
    box(references, "dimg", tileList);
    box(body, "iref", full(1, references));
    box(body, "iprp", properties(count, tiles, av1c));
    Bytes meta = new Bytes();
    box(meta, "meta", body);
    return meta.done();
  }

  private static Bytes locations(int count, int data, int pictureBytes, int gridBytes) {
    Bytes out = new Bytes().u8(0x44, 0).u32(count + 1);
    for (int id = 1; id <= count + 1; id++) {
      boolean isGrid = id == 1;
      out.u32(id).u16(0).u16(0).u16(1);
      out.u32(isGrid ? data + pictureBytes : data).u32(isGrid ? gridBytes : pictureBytes);
    }
    return full(2, out);
  }

  private Bytes properties(int count, int tiles, byte[] av1c) {
    Bytes container = new Bytes();
    box(
        container,
        "ispe",
        full(0, new Bytes().u32((long) tiles * width).u32((long) tiles * height)));
    box(container, "ispe", full(0, new Bytes().u32(width).u32(height)));
    container.raw(av1c);
    box(container, "pixi", full(0, new Bytes().u8(3, 8, 8, 8)));
    Bytes uses = new Bytes().u32(count + 1);
    for (int id = 1; id <= count + 1; id++) {
      uses.u32(id);
      if (id == 1) {
        uses.u8(2, 1, 4);
      } else {
        uses.u8(3, 2, 0x83, 4);
      }
    }
    Bytes out = new Bytes();
    box(out, "ipco", container);
    box(out, "ipma", full(1, uses));
    return out;
  }

  private static Bytes full(int version, Bytes body) {
    return new Bytes().u8(version, 0, 0, 0).raw(body.done());
  }

  private static void box(Bytes out, String kind, Bytes body) {
    out.u32(8 + body.size()).text(kind).raw(body.done());
  }
}
