package dev.tintype.server.http;

import dev.tintype.core.Sha256;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Problem;
import dev.tintype.core.api.Scope;
import dev.tintype.server.http.exchange.ClientAddress;
import dev.tintype.server.http.exchange.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Proves who asks, by `Authorization: Bearer`, and makes guessing slow: an address that sent many
/// wrong tokens has to wait, unless the token it sends was valid before. Safe for use by many
/// threads.
final class Authentication {

  private static final String BEARER = "bearer ";
  private static final int MOST_KNOWN = 1_000;

  private final Tokens tokens;
  private final ClientAddress addresses;
  private final Guesses guesses;

  /// Digests of tokens that were valid when they were last seen.
  private final Map<Sha256, Boolean> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, Boolean> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  Authentication(Tokens tokens, ClientAddress addresses, Guesses guesses) {
    this.tokens = tokens;
    this.addresses = addresses;
    this.guesses = guesses;
  }

  /// Who asks.
  sealed interface Proof {
    /// Somebody who is known.
    ///
    /// @param caller who
    record Proved(Caller caller) implements Proof {}

    /// Nobody who is known.
    record Nobody() implements Proof {}

    /// The address guessed too often for its token to be looked at.
    ///
    /// @param left how long it has to wait
    record Limited(Duration left) implements Proof {}
  }

  /// @return who asks, if that is proved
  Proof proof(Exchange exchange) {
    Optional<String> token = token(exchange);
    if (token.isEmpty()) {
      return new Proof.Nobody();
    }
    String address = exchange.clientNetwork(addresses);
    Sha256 digest = Sha256.of(token.get());
    Optional<Duration> wait = isKnown(digest) ? Optional.empty() : guesses.wait(address);
    if (wait.isPresent()) {
      return new Proof.Limited(wait.get());
    }
    Optional<Caller> caller = tokens.caller(token.get());
    remember(digest, caller.isPresent());
    if (caller.isEmpty()) {
      guesses.wrong(address);
      return new Proof.Nobody();
    }
    exchange.nameCaller(caller.get().id());
    return new Proof.Proved(caller.get());
  }

  /// @return whether the token of a request that was permitted is valid still
  boolean isStillValid(Exchange exchange) {
    return token(exchange).flatMap(tokens::caller).isPresent();
  }

  private static Optional<String> token(Exchange exchange) {
    return exchange
        .onlyHeader("authorization")
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip())
        .filter(token -> !token.isEmpty());
  }

  private boolean isKnown(Sha256 digest) {
    synchronized (known) {
      return known.get(digest) != null;
    }
  }

  private void remember(Sha256 digest, boolean valid) {
    synchronized (known) {
      if (valid) {
        known.put(digest, true);
      } else {
        known.remove(digest);
      }
    }
  }

  /// Answers a request that may not go on.
  ///
  /// @return whether it may
  boolean permits(Exchange exchange, Scope scope) throws IOException {
    return switch (proof(exchange)) {
      case Proof.Limited(Duration wait) -> {
        refuse(exchange, wait);
        yield false;
      }
      case Proof.Nobody _ -> {
        exchange.set("www-authenticate", "Bearer");
        exchange.answer(Problem.UNAUTHENTICATED);
        yield false;
      }
      case Proof.Proved(Caller caller) when !caller.scopes().contains(scope) -> {
        exchange.answer(Problem.FORBIDDEN.saying("This needs the scope " + scope.id() + "."));
        yield false;
      }
      case Proof.Proved _ -> true;
    };
  }

  /// Tells an address that it has to wait.
  static void refuse(Exchange exchange, Duration wait) throws IOException {
    exchange.set("retry-after", Long.toString(wait.toSeconds() + 1));
    exchange.answer(Problem.TOO_MANY_GUESSES);
  }
}
