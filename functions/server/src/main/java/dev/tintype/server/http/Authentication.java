package dev.tintype.server.http;

import dev.tintype.core.Sha256;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Problem;
import dev.tintype.core.api.ProblemDetails;
import dev.tintype.core.api.Scope;
import dev.tintype.server.http.exchange.ClientAddress;
import dev.tintype.server.http.exchange.Exchange;
import dev.tintype.server.http.exchange.UnreadBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Authenticates callers by `Authorization: Bearer` and slows down guessing. An address that sent
/// many wrong tokens must wait, unless it now sends a token that was valid before. Safe for use by
/// many threads.
final class Authentication {

  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";
  private static final int MOST_KNOWN = 1_000;

  private final Tokens tokens;
  private final ClientAddress addresses;
  private final Guesses guesses;

  /// Digests of tokens that were valid when last checked.
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

  /// The result of authentication.
  sealed interface Proof {
    /// The caller is authenticated.
    ///
    /// @param caller the caller
    record Proved(Caller caller) implements Proof {}

    /// The caller is not authenticated.
    record Nobody() implements Proof {}

    /// The address sent too many wrong tokens, so this one was not checked.
    ///
    /// @param left how long it must wait
    record Limited(Duration left) implements Proof {}
  }

  /// @return the result of authentication
  Proof proof(Exchange exchange) {
    return proof(exchange, token(exchange));
  }

  private Proof proof(Exchange exchange, Optional<String> token) {
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

  /// @return whether the token of an accepted request is still valid
  boolean isStillValid(Exchange exchange) {
    return token(exchange).flatMap(tokens::caller).isPresent();
  }

  private static Optional<String> token(Exchange exchange) {
    return credentials(exchange, BEARER);
  }

  private static Optional<String> credentials(Exchange exchange, String scheme) {
    return exchange
        .onlyHeader("authorization")
        .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
        .map(value -> value.substring(scheme.length()).strip())
        .filter(token -> !token.isEmpty());
  }

  /// @return the password of `Authorization: Basic`
  private static Optional<String> password(Exchange exchange) {
    try {
      return credentials(exchange, BASIC)
          .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
          .filter(pair -> pair.indexOf(':') >= 0)
          .map(pair -> pair.substring(pair.indexOf(':') + 1))
          .filter(token -> !token.isEmpty());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
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

  /// Checks the scope, and answers the request if the caller lacks it.
  ///
  /// @return whether the request may continue
  boolean permits(Exchange exchange, Scope scope) throws IOException, InterruptedException {
    return permits(exchange, scope, token(exchange));
  }

  /// Checks the scope as [#permits] does. A token may also be the password in `Authorization:
  /// Basic`, for senders that take credentials only as a part of a URL. Browsers send such
  /// credentials by themselves, so no endpoint for people accepts them.
  boolean permitsMachine(Exchange exchange, Scope scope) throws IOException, InterruptedException {
    return permits(exchange, scope, token(exchange).or(() -> password(exchange)));
  }

  private boolean permits(Exchange exchange, Scope scope, Optional<String> token)
      throws IOException, InterruptedException {
    switch (proof(exchange, token)) {
      case Proof.Limited(Duration wait) ->
          UnreadBody.answer(exchange, () -> refuse(exchange, wait));
      case Proof.Nobody _ -> {
        exchange.set("www-authenticate", "Bearer");
        UnreadBody.answer(exchange, () -> exchange.answer(Problem.UNAUTHENTICATED));
      }
      case Proof.Proved(Caller caller) when !caller.scopes().contains(scope) -> {
        ProblemDetails missing =
            Problem.FORBIDDEN.saying("This needs the scope " + scope.id() + ".");
        UnreadBody.answer(exchange, () -> exchange.answer(missing));
      }
      case Proof.Proved _ -> {
        return true;
      }
    }
    return false;
  }

  /// Answers that the address must wait.
  static void refuse(Exchange exchange, Duration wait) throws IOException {
    exchange.set("retry-after", Long.toString(wait.toSeconds() + 1));
    exchange.answer(Problem.TOO_MANY_GUESSES);
  }
}
