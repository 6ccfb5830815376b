package dev.tintype.render.format.tiff;

import dev.tintype.core.Rejection;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.Unrenderable;
import dev.tintype.render.plan.Header;

/// The first page of a TIFF, as its directory describes it.
///
/// @param bytes the whole file
/// @param directory its first directory
/// @param description the picture that the directory describes
/// @param colors the conversion of its samples
public record TiffOriginal(
    NativeBytes bytes, TiffDirectory directory, TiffDescription description, TiffColors colors) {

  /// @throws Unrenderable when it cannot be shown, whatever its pixels are
  public static TiffOriginal of(NativeBytes bytes) {
    if (bytes.length() < 8) {
      throw new Unrenderable(Rejection.TRUNCATED, bytes.length() + " bytes");
    }
    TiffDirectory directory = new TiffDirectory(bytes);
    if (!TiffExtent.hasDirectory(bytes, directory)) {
      throw damaged(bytes, "a directory with values outside of the file");
    }
    TiffDescription description =
        TiffDescription.of(directory)
            .orElseThrow(() -> damaged(bytes, "a directory without width or height"));
    return new TiffOriginal(bytes, directory, description, TiffColors.of(directory, description));
  }

  public Header header() {
    return description.header(colors, bytes.length());
  }

  /// The rejection for pixels that are not where the directory says.
  static Unrenderable damaged(NativeBytes bytes, String what) {
    return new Unrenderable(
        TiffExtent.isCutOff(bytes) ? Rejection.TRUNCATED : Rejection.CORRUPT, what);
  }
}
