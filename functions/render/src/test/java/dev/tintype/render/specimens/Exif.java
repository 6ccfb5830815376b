package dev.tintype.render.specimens;

/// Writes EXIF blocks with everything that must not reach a variant.
public final class Exif {

  /// The text in the camera's name, which tests search for in variants.
  public static final String CAMERA = "SecretCamera9000";

  private Exif() {}

  /// A block with an orientation, a camera, a location and a thumbnail.
  ///
  /// @param orientation 1 to 8
  public static byte[] of(int orientation) {
    byte[] thumbnail = Jpeg.plain(50).encode(Picture.plain(16, 16, 0xff336699));
    Bytes out = new Bytes().text("II").u16le(42).u32le(8);
    int gps = 8 + 2 + 3 * 12 + 4;
    int second = gps + 2 + 2 * 12 + 4;
    int data = second + 2 + 3 * 12 + 4;
    out.u16le(3);
    entry(out, 0x0110, 2, CAMERA.length() + 1, data);
    entry(out, 0x0112, 3, 1, orientation);
    entry(out, 0x8825, 4, 1, gps);
    out.u32le(second);
    out.u16le(2);
    entry(out, 1, 2, 2, 'N');
    entry(out, 2, 5, 3, data + CAMERA.length() + 1);
    out.u32le(0);
    out.u16le(3);
    entry(out, 0x0103, 3, 1, 6);
    entry(out, 0x0201, 4, 1, data + CAMERA.length() + 1 + 24);
    entry(out, 0x0202, 4, 1, thumbnail.length);
    out.u32le(0);
    out.text(CAMERA).u8(0);
    out.u32le(52).u32le(1).u32le(31).u32le(1).u32le(12).u32le(1);
    return out.raw(thumbnail).done();
  }

  private static void entry(Bytes out, int tag, int type, int count, int value) {
    out.u16le(tag).u16le(type).u32le(count).u32le(value);
  }
}
