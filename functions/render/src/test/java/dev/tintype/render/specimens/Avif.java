package dev.tintype.render.specimens;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Writes the boxes of an AVIF around coded pictures (ISO/IEC 23008-12, AV1 Image File Format).
///
/// @param picture its colours
/// @param alpha its transparency
/// @param codes the content of its `colr` box
/// @param brands the major one, then all others
/// @param premultiplied whether it says that its colours are multiplied with its alpha
/// @param turns boxes of transformations, which its colours name
@SuppressWarnings("ArrayRecordComponent")
public record Avif(
    Coded picture,
    Optional<Coded> alpha,
    Optional<byte[]> codes,
    List<String> brands,
    boolean premultiplied,
    List<byte[]> turns) {

  /// One coded picture.
  ///
  /// @param units its OBUs
  /// @param configuration its `av1C` box
  @SuppressWarnings("ArrayRecordComponent")
  public record Coded(byte[] units, byte[] configuration, int width, int height) {

    private static final int SEQUENCE_HEADER = 1;

    /// A copy with another range in its sequence header (AV1 specification, 5.5.2).
    Coded range(boolean full) {
      int at = 0;
      while ((units[at] >> 3 & 15) != SEQUENCE_HEADER) {
        at += 2 + units[at + 1];
      }
      int bit = rangeBit(8 * (at + 2));
      byte[] changed = units.clone();
      int mask = 0x80 >> (bit & 7);
      changed[bit >> 3] = (byte) (full ? changed[bit >> 3] | mask : changed[bit >> 3] & ~mask);
      return new Coded(changed, configuration, width, height);
    }

    /// For the reduced header of still pictures.
    private int rangeBit(int start) {
      if (bit(start + 4) != 1) {
        throw new IllegalStateException("not the short header of a still picture");
      }
      int sizes = start + 10;
      int at = sizes + 8 + (number(sizes) + 1) + (number(sizes + 4) + 1) + 6;
      int profile = bit(start) << 2 | bit(start + 1) << 1 | bit(start + 2);
      boolean deep = bit(at++) == 1;
      at += profile == 2 && deep ? 1 : 0;
      at += profile == 1 ? 0 : 1;
      return bit(at) == 1 ? at + 25 : at + 1;
    }

    private int number(int at) {
      return bit(at) << 3 | bit(at + 1) << 2 | bit(at + 2) << 1 | bit(at + 3);
    }

    private int bit(int at) {
      return units[at >> 3] >> (7 - (at & 7)) & 1;
    }
  }

  /// The pictures in an AVIF that libvips wrote.
  public static Avif of(byte[] file, int width, int height) {
    Coded color = coded(file, 0, width, height);
    boolean alpha = text(file).contains("auxl");
    return new Avif(
        color,
        alpha ? Optional.of(coded(file, 1, width, height)) : Optional.empty(),
        Optional.empty(),
        List.of("avif", "mif1", "miaf"),
        /* premultiplied= */ false,
        List.of());
  }

  /// The alpha channel as a picture of its own, in grey.
  public Avif alphaAsGrey() {
    return new Avif(alpha.orElseThrow(), Optional.empty(), codes, brands, premultiplied, turns);
  }

  private static Coded coded(byte[] file, int index, int width, int height) {
    ByteBuffer in = ByteBuffer.wrap(file);
    int item = text(file).indexOf("iloc") + 12 + index * 18;
    int start = in.getInt(item + 4) + in.getInt(item + 10);
    int configuration = text(file).indexOf("av1C") - 4;
    if (index == 1) {
      configuration = text(file).indexOf("av1C", configuration + 8) - 4;
    }
    return new Coded(
        Arrays.copyOfRange(file, start, start + in.getInt(item + 14)),
        Arrays.copyOfRange(file, configuration, configuration + in.getInt(configuration)),
        width,
        height);
  }

  private static String text(byte[] file) {
    return new String(file, StandardCharsets.ISO_8859_1);
  }

  /// A copy with other brands.
  public Avif brands(String... majorFirst) {
    return new Avif(picture, alpha, codes, List.of(majorFirst), premultiplied, turns);
  }

  /// A copy whose boxes state code points of ITU-T H.273.
  public Avif codes(int primaries, int transfer, int matrix, boolean full) {
    byte[] content =
        new Bytes()
            .text("nclx")
            .u16(primaries)
            .u16(transfer)
            .u16(matrix)
            .u8(full ? 0x80 : 0)
            .done();
    return new Avif(picture, alpha, Optional.of(content), brands, premultiplied, turns);
  }

  /// A copy whose boxes contain a profile.
  public Avif profile(byte[] icc) {
    byte[] content = new Bytes().text("prof").raw(icc).done();
    return new Avif(picture, alpha, Optional.of(content), brands, premultiplied, turns);
  }

  /// A copy whose coded picture states another range.
  public Avif codedRange(boolean full) {
    return new Avif(picture.range(full), alpha, codes, brands, premultiplied, turns);
  }

  /// A copy that states that its colours are premultiplied by alpha.
  public Avif multiplied() {
    return new Avif(picture, alpha, codes, brands, /* premultiplied= */ true, turns);
  }

  /// The same whose colours are turned against the clock and then mirrored; its alpha says nothing
  /// of it, as encoders write it.
  ///
  /// @param quarters quarter turns
  /// @param axis 0 exchanges top and bottom, 1 left and right, -1 nothing
  public Avif turned(int quarters, int axis) {
    List<byte[]> boxes = new ArrayList<>(List.of(box("irot", new Bytes().u8(quarters).done())));
    if (axis >= 0) {
      boxes.add(box("imir", new Bytes().u8(axis).done()));
    }
    return new Avif(picture, alpha, codes, brands, premultiplied, boxes);
  }

  /// The file.
  public byte[] still() {
    byte[] start = types();
    byte[] meta = meta(start.length + meta(0).length + 8);
    return new Bytes().raw(start).raw(meta).raw(data()).done();
  }

  /// An image sequence that shows the picture twice.
  ///
  /// @param still whether the file also has the picture as an item
  public byte[] sequence(boolean still) {
    byte[] start = types();
    int before = start.length + (still ? meta(0).length : 0) + movie(0).length + 8;
    Bytes file = new Bytes().raw(start);
    if (still) {
      file.raw(meta(before));
    }
    return file.raw(movie(before)).raw(data()).done();
  }

  private byte[] types() {
    Bytes types = new Bytes().text(brands.getFirst()).u32(0);
    brands.stream().skip(1).forEach(types::text);
    return box("ftyp", types.done());
  }

  private byte[] data() {
    Bytes data = new Bytes().raw(picture.units);
    alpha.ifPresent(a -> data.raw(a.units));
    return box("mdat", data.done());
  }

  private byte[] meta(int dataAt) {
    int items = alpha.isPresent() ? 2 : 1;
    Bytes locations = new Bytes().u8(0x44, 0).u16(items);
    locations.u16(1).u16(0).u16(1).u32(dataAt).u32(picture.units.length);
    Bytes infos = new Bytes().u16(items).raw(info(1));
    Bytes references = new Bytes();
    if (alpha.isPresent()) {
      int alphaAt = dataAt + picture.units.length;
      locations.u16(2).u16(0).u16(1).u32(alphaAt).u32(alpha.get().units.length);
      infos.raw(info(2));
      references.raw(box("auxl", new Bytes().u16(2).u16(1).u16(1).done()));
      if (premultiplied) {
        references.raw(box("prem", new Bytes().u16(1).u16(1).u16(2).done()));
      }
    }
    Bytes body =
        new Bytes()
            .raw(full("hdlr", new Bytes().u32(0).text("pict").repeat(0, 13).done()))
            .raw(full("pitm", new Bytes().u16(1).done()))
            .raw(full("iloc", locations.done()))
            .raw(full("iinf", infos.done()));
    if (alpha.isPresent()) {
      body.raw(full("iref", references.done()));
    }
    return full("meta", body.raw(properties()).done());
  }

  private static byte[] info(int item) {
    return box("infe", new Bytes().u8(2, 0, 0, 0).u16(item).u16(0).text("av01").u8(0).done());
  }

  private byte[] properties() {
    Bytes all = new Bytes();
    Bytes uses = new Bytes().u32(alpha.isPresent() ? 2 : 1);
    all.raw(full("ispe", new Bytes().u32(picture.width).u32(picture.height).done()));
    all.raw(picture.configuration);
    codes.ifPresent(content -> all.raw(box("colr", content)));
    int next = codes.isPresent() ? 4 : 3;
    int firstTurn = next + (alpha.isPresent() ? 2 : 0);
    uses.u16(1).u8(next - 1 + turns.size(), 1, 0x82);
    if (codes.isPresent()) {
      uses.u8(3);
    }
    for (int i = 0; i < turns.size(); i++) {
      uses.u8(0x80 | (firstTurn + i));
    }
    if (alpha.isPresent()) {
      all.raw(alpha.get().configuration);
      all.raw(
          full(
              "auxC",
              new Bytes().text("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha").u8(0).done()));
      uses.u16(2).u8(3, 1, 0x80 | next, 0x80 | (next + 1));
    }
    turns.forEach(all::raw);
    return box(
        "iprp", new Bytes().raw(box("ipco", all.done())).raw(full("ipma", uses.done())).done());
  }

  private byte[] movie(int dataAt) {
    int length = picture.units.length;
    Bytes entry =
        new Bytes()
            .repeat(0, 24)
            .u16(picture.width)
            .u16(picture.height)
            .repeat(0, 50)
            .raw(picture.configuration);
    codes.ifPresent(content -> entry.raw(box("colr", content)));
    byte[] table =
        new Bytes()
            .raw(full("stsd", new Bytes().u32(1).raw(box("av01", entry.done())).done()))
            .raw(full("stsz", new Bytes().u32(0).u32(2).u32(length).u32(length).done()))
            .raw(full("stco", new Bytes().u32(1).u32(dataAt).done()))
            .done();
    byte[] handler = full("hdlr", new Bytes().u32(0).text("pict").repeat(0, 13).done());
    byte[] media = new Bytes().raw(handler).raw(box("minf", box("stbl", table))).done();
    return box("moov", box("trak", box("mdia", media)));
  }

  private static byte[] full(String type, byte[] body) {
    return box(type, new Bytes().u32(0).raw(body).done());
  }

  private static byte[] box(String type, byte[] body) {
    return new Bytes().u32(8L + body.length).text(type).raw(body).done();
  }
}
