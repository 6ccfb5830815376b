package dev.tintype.render.specimens;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// Writes JPEG with the JDK's encoder and inserts segments.
///
/// @param quality 1 to 100
/// @param progressive whether it has several scans
/// @param grey whether it has one channel
/// @param segments inserted after the start marker
public record Jpeg(int quality, boolean progressive, boolean grey, List<Segment> segments) {

  /// An application segment.
  ///
  /// @param marker its second byte, such as 0xe1
  /// @param data its bytes
  @SuppressWarnings("ArrayRecordComponent")
  public record Segment(int marker, byte[] data) {

    /// An EXIF block, starting at its byte order.
    public static Segment exif(byte[] tiff) {
      return new Segment(0xe1, new Bytes().text("Exif").u8(0, 0).raw(tiff).done());
    }

    /// An XMP packet.
    public static Segment xmp(String packet) {
      return new Segment(
          0xe1, new Bytes().text("http://ns.adobe.com/xap/1.0/").u8(0).text(packet).done());
    }

    /// An ICC profile of less than 64 KiB.
    public static Segment profile(byte[] icc) {
      return new Segment(0xe2, new Bytes().text("ICC_PROFILE").u8(0, 1, 1).raw(icc).done());
    }
  }

  /// A baseline JPEG.
  public static Jpeg plain(int quality) {
    return new Jpeg(quality, /* progressive= */ false, /* grey= */ false, List.of());
  }

  /// A progressive copy.
  public Jpeg inScans() {
    return new Jpeg(quality, /* progressive= */ true, grey, segments);
  }

  /// A copy with one channel.
  public Jpeg inGrey() {
    return new Jpeg(quality, progressive, /* grey= */ true, segments);
  }

  /// A copy with one more segment.
  public Jpeg with(Segment segment) {
    List<Segment> more = new ArrayList<>(segments);
    more.add(segment);
    return new Jpeg(quality, progressive, grey, more);
  }

  /// Encodes a picture without its alpha.
  public byte[] encode(Picture picture) {
    int type = grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(picture.width(), picture.height(), type);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        if (grey) {
          image.getRaster().setSample(x, y, 0, picture.channels(x, y)[1]);
        } else {
          image.setRGB(x, y, picture.at(x, y));
        }
      }
    }
    return withSegments(write(image));
  }

  private byte[] write(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(quality / 100f);
    how.setProgressiveMode(
        progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private byte[] withSegments(byte[] jpeg) {
    Bytes out = new Bytes().u8(0xff, 0xd8);
    for (Segment segment : segments) {
      out.u8(0xff, segment.marker()).u16(segment.data().length + 2).raw(segment.data());
    }
    return out.raw(java.util.Arrays.copyOfRange(jpeg, 2, jpeg.length)).done();
  }
}
