package dev.tintype.server.run;

import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Scope;
import dev.tintype.core.port.TokenStore;
import dev.tintype.server.http.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The tokens of the token store, and one more that is valid only for this run and kept only in
/// memory.
final class RunTokens implements Tokens {

  private static final Caller THIS_RUN = new Caller("this-run", Set.of(Scope.values()));

  private final TokenStore stored;
  private final String ofThisRun;

  RunTokens(TokenStore stored, SecureRandom random) {
    byte[] bits = new byte[20];
    random.nextBytes(bits);
    this.stored = stored;
    this.ofThisRun = "tt_run_" + HexFormat.of().formatHex(bits);
  }

  String ofThisRun() {
    return ofThisRun;
  }

  @Override
  public Optional<Caller> caller(String token) {
    byte[] given = token.getBytes(StandardCharsets.UTF_8);
    if (MessageDigest.isEqual(given, ofThisRun.getBytes(StandardCharsets.UTF_8))) {
      return Optional.of(THIS_RUN);
    }
    return stored
        .authenticate(token)
        .map(found ->
            new Caller(
                found.id(),
                found.scopes().stream()
                    .flatMap(scope -> Scope.byId(scope).stream())
                    .collect(Collectors.toSet())));
  }
}
