package dev.tintype.cli.man;

import java.util.Locale;

/// Plain text as the language of man pages writes it: ASCII alone, and nothing in it that has a
/// meaning there.
///
/// Each hyphen becomes a minus, so that options and commands can be copied from a page and found in
/// it. See https://man7.org/linux/man-pages/man7/groff_char.7.html.
final class Roff {

  private Roff() {}

  /// @param plain a part of a line, or a whole one; line ends become blanks
  /// @return what shows exactly this text, also at the beginning of a line
  static String text(String plain) {
    StringBuilder roff = new StringBuilder(plain.length() + 16);
    if (plain.startsWith(".")) {
      roff.append("\\&");
    }
    plain.codePoints().forEach(c -> roff.append(character(c)));
    return roff.toString();
  }

  static String bold(String plain) {
    return "\\fB" + text(plain) + "\\fR";
  }

  static String italic(String plain) {
    return "\\fI" + text(plain) + "\\fR";
  }

  /// @return a text as one argument of a macro
  static String argument(String plain) {
    return '"' + text(plain) + '"';
  }

  private static String character(int c) {
    return switch (c) {
      case '\\' -> "\\(rs";
      case '-' -> "\\-";
      case '\'' -> "\\(aq";
      case '"' -> "\\(dq";
      case '`' -> "\\(ga";
      case '^' -> "\\(ha";
      case '~' -> "\\(ti";
      default ->
          Character.isISOControl(c)
              ? " "
              : c < 0x7f ? Character.toString(c) : String.format(Locale.ROOT, "\\[u%04X]", c);
    };
  }
}
