package dev.tintype.server.http.exchange;

import java.util.Arrays;
import java.util.Optional;

/// What a request demands of the entity tag of what it asks for (RFC 9110, section 13).
public enum Preconditions {
  /// The request goes on.
  HOLD,
  /// The client has it already: 304.
  KNOWN,
  /// It is not what the client takes it for: 412.
  FAIL;

  /// @param tag the present entity tag, quoted and strong
  public static Preconditions of(Exchange exchange, String tag) {
    Optional<String> ifMatch = exchange.header("if-match");
    if (ifMatch.isPresent() && !names(ifMatch.get(), tag, false)) {
      return FAIL;
    }
    return isKnown(exchange.header("if-none-match"), tag) ? KNOWN : HOLD;
  }

  /// @return whether the tags a client has are the present one
  public static boolean isKnown(Optional<String> ifNoneMatch, String tag) {
    return ifNoneMatch.filter(tags -> names(tags, tag, true)).isPresent();
  }

  private static boolean names(String tags, String tag, boolean weakly) {
    return Arrays.stream(tags.split(",", -1))
        .map(String::strip)
        .anyMatch(t -> t.equals("*") || t.equals(tag) || (weakly && t.equals("W/" + tag)));
  }
}
