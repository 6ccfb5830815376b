package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.TokenStore.Token;

/// Tokens as JSON, without their secrets.
public final class TokenView {

  private TokenView() {}

  /// @return what is kept of a token
  public static ObjectNode of(Token token) {
    ObjectNode json = Json.object().put("id", token.id()).put("label", token.label());
    token.scopes().forEach(json.putArray("scopes")::add);
    json.put("createdAt", token.createdAt().toString());
    token.expiresAt().ifPresent(at -> json.put("expiresAt", at.toString()));
    token.lastUsedAt().ifPresent(at -> json.put("lastUsedAt", at.toString()));
    token.revokedAt().ifPresent(at -> json.put("revokedAt", at.toString()));
    return json;
  }
}
