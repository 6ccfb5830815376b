package dev.tintype.server.settings;

import java.time.Duration;
import java.util.Locale;

/// Formats numbers and names for people.
public final class HumanText {

  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private HumanText() {}

  /// @return a number of bytes, such as `1.2 MB`
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.5) {
      value /= 1000;
      unit++;
    }
    String digits = value < 9.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, digits, value) + " " + "kMGTPE".charAt(unit) + "B";
  }

  /// @return a duration, such as `3.4 s` or `2 min 05 s`
  public static String time(Duration time) {
    if (time.toMillis() < 59_950) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (time.toMinutes() < 60) {
      return "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
    return "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
  }

  /// Escapes every control character of a text, such as `\\n` or `\\u001b`, because a file name
  /// must neither fake a line nor move the cursor. The escaped text has the same meaning in JSON.
  public static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> appendPrintable(shown, c));
    return shown.toString();
  }

  private static void appendPrintable(StringBuilder shown, int c) {
    switch (c) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (isObeyed(c)) {
          for (char unit : Character.toChars(c)) {
            shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
          }
        } else {
          shown.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean isObeyed(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      // Format characters can change the text direction. Joiners inside words and emoji are
      // harmless.
      case Character.FORMAT -> c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER;
      default -> false;
    };
  }

  /// @return a duration in whole seconds, such as `3 s` or `2 min 05 s`
  public static String seconds(Duration time) {
    return time.toSeconds() < 60 ? time.toSeconds() + " s" : time(time);
  }

  /// @return a count with its noun, such as `1 file` or `3 files`
  public static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
