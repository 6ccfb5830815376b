package dev.tintype.core.flow.verify;

import java.util.Locale;

/// The position of a verification: everything before it has been checked.
///
/// @param part the part being checked
/// @param after the last id or key that was checked; empty at the beginning of the part
public record VerifyCursor(Part part, String after) {

  /// The beginning.
  public static final VerifyCursor START = new VerifyCursor(Part.IMAGES, "");

  /// The parts, in this order.
  public enum Part {
    /// Every ready version: are its files present and unchanged?
    IMAGES,
    /// Every public file: does a record name it?
    VARIANTS,
    /// Every original: does a record name it?
    ORIGINALS
  }

  /// @return the cursor as one line of text, such as `variants:01K…/…/640.avif`
  public String text() {
    return part.name().toLowerCase(Locale.ROOT) + ":" + after;
  }

  /// @throws IllegalArgumentException when the text is not a cursor
  public static VerifyCursor parse(String text) {
    int colon = text.indexOf(':');
    if (colon > 0) {
      for (Part part : Part.values()) {
        if (part.name().toLowerCase(Locale.ROOT).equals(text.substring(0, colon))) {
          return new VerifyCursor(part, text.substring(colon + 1));
        }
      }
    }
    throw new IllegalArgumentException("not a verification cursor: '" + text + "'");
  }
}
