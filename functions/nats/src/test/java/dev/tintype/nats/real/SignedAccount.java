package dev.tintype.nats.real;

import dev.tintype.core.json.Json;
import io.nats.client.NKey;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JwtUtils;
import io.nats.client.support.JwtUtils.UserClaim;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;

/// An account as hosts of NATS give it: an operator signed it, and each of its users has a file
/// with a JWT that the account signed, and with a key.
final class SignedAccount {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final NKey operator = NKey.createOperator(RANDOM);
  private final NKey system = NKey.createAccount(RANDOM);
  private final NKey account = NKey.createAccount(RANDOM);

  SignedAccount() throws GeneralSecurityException, IOException {}

  /// @param limits what the account may have of JetStream, as fields of a JSON object
  /// @param revoked users whose JWTs do not count any more
  /// @return lines for the configuration of a server that knows the account
  String configuration(String limits, List<NKey> revoked)
      throws GeneralSecurityException, IOException {
    StringJoiner until = new StringJoiner(",");
    for (NKey user : revoked) {
      until.add("\"" + name(user) + "\":" + Instant.now().plusSeconds(60).getEpochSecond());
    }
    return """
    operator: %s
    system_account: %s
    resolver: MEMORY
    resolver_preload: { %s: %s, %s: %s }
    """
        .formatted(
            signed(operator, "\"type\":\"operator\",\"version\":2"),
            name(system),
            name(system),
            account(system, "", ""),
            name(account),
            account(account, limits, until.toString()));
  }

  private String account(NKey key, String limits, String revocations)
      throws GeneralSecurityException, IOException {
    String all =
        """
        "type": "account", "version": 2, "revocations": {%s},
        "limits": {
          "subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1, "conn": -1,
          "leaf": -1, "wildcards": true %s
        }
        """;
    return signed(key, all.formatted(revocations, limits.isEmpty() ? "" : "," + limits));
  }

  private String signed(NKey subject, String claims) throws GeneralSecurityException, IOException {
    String compact = Json.write(Json.parse("{" + claims + "}").node());
    JsonSerializable nats = () -> compact;
    return JwtUtils.issueJWT(
        operator, name(subject), "test", null, JwtUtils.currentTimeSeconds(), name(operator), nats);
  }

  static NKey newUser() throws GeneralSecurityException, IOException {
    return NKey.createUser(RANDOM);
  }

  /// @return the text of a user's file, which is valid for an hour
  String file(NKey user, Instant from) throws GeneralSecurityException, IOException {
    String jwt =
        JwtUtils.issueUserJWT(
            account,
            name(user),
            "host",
            Duration.ofHours(1),
            from.getEpochSecond(),
            new UserClaim(name(account)));
    return JwtUtils.NATS_USER_JWT_FORMAT.formatted(jwt, new String(user.getSeed()));
  }

  private static String name(NKey key) throws GeneralSecurityException, IOException {
    return new String(key.getPublicKey());
  }
}
