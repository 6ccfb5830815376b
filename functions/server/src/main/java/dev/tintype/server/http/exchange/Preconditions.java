package dev.tintype.server.http.exchange;

import dev.tintype.core.api.EntityTags;
import java.util.Optional;

/// The preconditions of a request on the entity tag of its target (RFC 9110, section 13).
public enum Preconditions {
  /// The request continues.
  HOLD,
  /// The client already has this content: 304.
  KNOWN,
  /// The content differs from what the client expects: 412.
  FAIL;

  /// @param tag the current entity tag, quoted and strong
  public static Preconditions of(Exchange exchange, String tag) {
    Optional<String> ifMatch = exchange.header("if-match");
    if (ifMatch.isPresent() && !new EntityTags(ifMatch.get()).match(tag)) {
      return FAIL;
    }
    return isKnown(exchange.header("if-none-match"), tag) ? KNOWN : HOLD;
  }

  /// @return whether one of the client's tags is the current one
  public static boolean isKnown(Optional<String> ifNoneMatch, String tag) {
    return ifNoneMatch.filter(tags -> new EntityTags(tags).matchWeakly(tag)).isPresent();
  }
}
