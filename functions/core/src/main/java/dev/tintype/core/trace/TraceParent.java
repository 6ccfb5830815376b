package dev.tintype.core.trace;

import java.util.Optional;
import java.util.regex.Pattern;

/// Names a span, so that a step in another process can join its trace: the header `traceparent` of
/// https://www.w3.org/TR/trace-context/.
///
/// @param text its form of version 00
public record TraceParent(String text) {

  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  /// @throws IllegalArgumentException when the text has another form
  public TraceParent {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a traceparent of version 00");
    }
  }

  /// @param text what somebody sent
  /// @return absent when the text has another form
  public static Optional<TraceParent> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TraceParent(text)) : Optional.empty();
  }
}
