package dev.tintype.cli.change;

import dev.tintype.server.settings.Settings.InvalidSetting;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How old something must be, on the command line.
final class Age {

  private static final Pattern TEXT = Pattern.compile("(0|[1-9][0-9]{0,4})([hdw])");

  private Age() {}

  /// @param text such as `12h`, `30d` or `8w`
  /// @throws InvalidSetting when the text is no age
  static Duration parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new InvalidSetting(
          "--older-than must be a number of hours, days or weeks, such as 30d, not '"
              + text
              + "'.");
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofDays(7 * number);
    };
  }
}
