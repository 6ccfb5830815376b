package dev.tintype.cli.change;

import dev.tintype.server.settings.Settings.InvalidSetting;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lets through only so many requests in a time. Safe for use by many threads.
final class Pace {

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,5})/(s|min|h)");

  private final long nanosBetween;
  private long next;

  private Pace(long nanosBetween, long startNanos) {
    this.nanosBetween = nanosBetween;
    this.next = startNanos;
  }

  /// @return a pace without a limit
  static Pace unlimited() {
    return new Pace(0, System.nanoTime());
  }

  /// @param text such as `5/s`, `300/min` or `1000/h`
  /// @throws InvalidSetting when the text is no rate
  static Pace parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new InvalidSetting(
          "--rate must be a number of images per s, min or h, such as 5/s, not '" + text + "'.");
    }
    long unit =
        switch (parts.group(2)) {
          case "s" -> TimeUnit.SECONDS.toNanos(1);
          case "min" -> TimeUnit.MINUTES.toNanos(1);
          default -> TimeUnit.HOURS.toNanos(1);
        };
    return new Pace(unit / Long.parseLong(parts.group(1)), System.nanoTime());
  }

  /// @return whether a request may have to wait
  boolean isLimited() {
    return nanosBetween > 0;
  }

  /// @param nowNanos the time
  /// @return how long the next request waits, ns; it has its place then
  synchronized long place(long nowNanos) {
    long at = Math.max(next, nowNanos);
    next = at + nanosBetween;
    return at - nowNanos;
  }

  /// Waits for the next place.
  void await() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(place(System.nanoTime()));
  }
}
