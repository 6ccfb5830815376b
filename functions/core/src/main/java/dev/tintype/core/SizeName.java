package dev.tintype.core;

import java.util.regex.Pattern;

/// What a size is called in keys, in manifests and on pages. The name of a plain width is the
/// number.
///
/// @param text 1 to 32 of `a-z 0-9 -`, the first no `-`
public record SizeName(String text) {

  /// The names, as part of a regular expression.
  static final String PATTERN = "[a-z0-9][a-z0-9-]{0,31}";

  private static final Pattern NAME = Pattern.compile(PATTERN);
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern WIDTH_AT_THE_END = Pattern.compile("-[0-9]+$");

  /// @throws IllegalArgumentException when the text is no name
  public SizeName {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "sizes must have names of 1 to 32 of a-z, 0-9 and -, the first no -, not '" + text + "'");
    }
    if (NUMBER.matcher(text).matches()) {
      int px = text.length() <= 5 ? Integer.parseInt(text) : Integer.MAX_VALUE;
      if (text.startsWith("0") || px > Limits.MAX_VARIANT_SIDE) {
        throw new IllegalArgumentException(
            "a size whose name is a number is a width from 1 to "
                + Limits.MAX_VARIANT_SIDE
                + " px, not '"
                + text
                + "'");
      }
    }
  }

  /// @return the name of a plain width
  public static SizeName ofWidth(int px) {
    return new SizeName(Integer.toString(px));
  }

  /// @return the plain width of this name, px
  /// @throws IllegalStateException when it is the name of another size
  public int widthPx() {
    if (!isWidth()) {
      throw new IllegalStateException("not the name of a width: " + text);
    }
    return Integer.parseInt(text);
  }

  /// @return what the sizes of one ratio share: the name without the width at its end
  public String family() {
    return WIDTH_AT_THE_END.matcher(text).replaceFirst("");
  }

  /// @return whether it is the name of a plain width, so that the variant shows the whole picture
  public boolean isWidth() {
    return NUMBER.matcher(text).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
