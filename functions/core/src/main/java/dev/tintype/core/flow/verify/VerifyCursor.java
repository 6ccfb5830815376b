package dev.tintype.core.flow.verify;

import java.util.Locale;

/// How far a verification has come: everything before it was looked at.
///
/// @param part what is gone through
/// @param after the last id or key that was looked at; empty at the beginning of the part
public record VerifyCursor(Part part, String after) {

  /// The beginning.
  public static final VerifyCursor START = new VerifyCursor(Part.IMAGES, "");

  /// What is gone through, in this order.
  public enum Part {
    /// Every ready version: are its files there, and as promised?
    IMAGES,
    /// Every public file: does anything name it?
    VARIANTS,
    /// Every original: does anything name it?
    ORIGINALS
  }

  /// @return the cursor as one line of text, such as `variants:01K…/…/640.avif`
  public String text() {
    return part.name().toLowerCase(Locale.ROOT) + ":" + after;
  }

  /// @throws IllegalArgumentException when the text is no cursor
  public static VerifyCursor parse(String text) {
    int colon = text.indexOf(':');
    if (colon > 0) {
      for (Part part : Part.values()) {
        if (part.name().toLowerCase(Locale.ROOT).equals(text.substring(0, colon))) {
          return new VerifyCursor(part, text.substring(colon + 1));
        }
      }
    }
    throw new IllegalArgumentException("no cursor of a verification: '" + text + "'");
  }
}
