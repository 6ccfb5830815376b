package dev.tintype.cli.terminal;

/// How many columns of a terminal a text takes.
final class TerminalWidth {

  /// First and last code points of the scripts that terminals show two columns wide
  /// (https://www.unicode.org/reports/tr11/).
  private static final int[][] WIDE = {
    {0x1100, 0x115f},
    {0x2329, 0x232a},
    {0x2e80, 0x303e},
    {0x3041, 0xa4cf},
    {0xa960, 0xa97f},
    {0xac00, 0xd7a3},
    {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},
    {0xff01, 0xff60},
    {0xffe0, 0xffe6},
    {0x16fe0, 0x1b2ff},
    {0x1f200, 0x1f265},
    {0x20000, 0x3fffd},
  };

  private TerminalWidth() {}

  /// @return the number of columns of the text
  static int columns(String text) {
    return text.codePoints().map(TerminalWidth::columns).sum();
  }

  /// @return the text; when it is too wide, cut with `…` at the end
  static String fit(String text, int columns) {
    if (columns(text) <= columns) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int left = columns - 1;
    for (int c : text.codePoints().toArray()) {
      left -= columns(c);
      if (left < 0) {
        break;
      }
      cut.appendCodePoint(c);
    }
    return columns < 1 ? "" : cut.append('…').toString();
  }

  private static int columns(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> Character.isEmojiPresentation(c) || isWide(c) ? 2 : 1;
    };
  }

  private static boolean isWide(int c) {
    for (int[] block : WIDE) {
      if (c <= block[1]) {
        return c >= block[0];
      }
    }
    return false;
  }
}
