package dev.tintype.vips;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of three numbers, ordered from old to new.
///
/// @param major the first number, 0 or more
/// @param minor the second number, 0 or more
/// @param micro the third number, 0 or more
public record Version(int major, int minor, int micro) implements Comparable<Version> {

  private static final Pattern SYNTAX =
      Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})(?:\\.([0-9]{1,6}))?");

  private static final Comparator<Version> OLD_TO_NEW =
      Comparator.comparingInt(Version::major)
          .thenComparingInt(Version::minor)
          .thenComparingInt(Version::micro);

  /// Rejects negative numbers.
  public Version {
    if (major < 0 || minor < 0 || micro < 0) {
      throw new IllegalArgumentException(
          "a version has no negative numbers: " + major + "." + minor + "." + micro);
    }
  }

  /// Parses `8.18.7` or `1.2`; empty for anything else, such as a commit hash.
  public static Optional<Version> parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String micro = matcher.group(3) == null ? "0" : matcher.group(3);
    return Optional.of(
        new Version(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(micro)));
  }

  @Override
  public int compareTo(Version other) {
    return OLD_TO_NEW.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + micro;
  }
}
