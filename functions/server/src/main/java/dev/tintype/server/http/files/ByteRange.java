package dev.tintype.server.http.files;

import dev.tintype.core.port.Storage.Range;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The range that a `Range` header requests of an object (RFC 9110, section 14).
sealed interface ByteRange {

  /// The whole object: there is no range, several ranges, or an unsupported one.
  record Whole() implements ByteRange {}

  /// A part of it.
  ///
  /// @param range within the object
  record Part(Range range) implements ByteRange {}

  /// The range is outside the object.
  record NotSatisfiable() implements ByteRange {}

  /// One range from a first byte, or the last so many bytes.
  Pattern ONE = Pattern.compile("bytes=(?:(\\d+)-(\\d*)|-(\\d+))");

  /// The most digits of which every number is a `long`.
  int MOST_DIGITS = 18;

  /// @param header the `Range` header
  /// @param bytes the object's length
  static ByteRange of(Optional<String> header, long bytes) {
    Matcher match = ONE.matcher(header.orElse("").strip());
    if (!match.matches()) {
      return new Whole();
    }
    if (match.group(3) != null) {
      long last = Math.min(number(match.group(3)), bytes);
      return last == 0 ? new NotSatisfiable() : new Part(new Range(bytes - last, bytes - 1));
    }
    long from = number(match.group(1));
    long to = match.group(2).isEmpty() ? Long.MAX_VALUE : number(match.group(2));
    if (to < from) {
      return new Whole();
    }
    return from >= bytes
        ? new NotSatisfiable()
        : new Part(new Range(from, Math.min(to, bytes - 1)));
  }

  /// A number of any length; no object is longer than the largest `long`.
  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+(?=\\d)", "");
    return significant.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
  }
}
