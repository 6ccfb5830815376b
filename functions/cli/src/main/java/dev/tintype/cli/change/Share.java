package dev.tintype.cli.change;

import dev.tintype.server.settings.Settings.InvalidSetting;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The share of the images that a canary run moves: `1%` spreads over all images, `20` takes the
/// newest ones. The first image is always among them.
///
/// @param text as given
/// @param hundredthsOfAPercent 1 to 10,000; 0 when a number of images is given
/// @param images how many at most
record Share(String text, int hundredthsOfAPercent, long images) {

  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,2})?)%");
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,6}");
  private static final int WHOLE = 10_000;

  /// @throws InvalidSetting when the text is no share
  static Share parse(String text) {
    Matcher percent = PERCENT.matcher(text);
    if (percent.matches()) {
      int parts = new BigDecimal(percent.group(1)).movePointRight(2).intValueExact();
      if (parts >= 1 && parts <= WHOLE) {
        return new Share(text, parts, Long.MAX_VALUE);
      }
    } else if (COUNT.matcher(text).matches()) {
      return new Share(text, 0, Long.parseLong(text));
    }
    throw new InvalidSetting(
        "--canary must be 0.01% to 100%, or a number of images from 1, not '" + text + "'.");
  }

  /// @param index the place of an image among those of the set, from 0
  boolean takes(long index) {
    if (hundredthsOfAPercent == 0) {
      return index < images;
    }
    return index == 0
        || index * hundredthsOfAPercent / WHOLE > (index - 1) * hundredthsOfAPercent / WHOLE;
  }

  /// @return whether no image from this place on is taken
  boolean isOver(long index) {
    return index >= images;
  }
}
