package dev.tintype.cli.terminal;

/// A bar of blocks that shows a fraction.
public final class Meter {

  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  private Meter() {}

  /// @param share 0 to 1
  /// @param cells the number of blocks for 1; two more columns are drawn
  public static String of(double share, int cells) {
    int eighths = (int) Math.round(Math.clamp(share, 0.0, 1.0) * cells * 8);
    String full = "█".repeat(eighths / 8);
    String part = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
    return "▕" + full + part + " ".repeat(cells - full.length() - part.length()) + "▏";
  }
}
