package dev.tintype.server;

import java.time.Duration;
import java.util.Locale;

/// Numbers as people read them.
public final class Words {

  private Words() {}

  /// Answers a number of bytes, such as `1.2 MB`.
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

  /// Answers a time, such as `3.4 s` or `2 min 05 s`.
  public static String time(Duration time) {
    if (time.toMillis() < 59_950) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (time.toMinutes() < 60) {
      return "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
    return "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
  }

  /// Answers a count with its noun, such as `1 file` or `3 files`.
  public static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
