package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.TokenStore.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `/tokens`, as clients see it.
final class ApiTokensTest extends ApiCase {

  private static final String ADMIN = "server:admin";

  private Token stored(Set<String> scopes, Optional<Instant> expiresAt) {
    return platform.tokens().create("stored", scopes, expiresAt).token();
  }

  private List<JsonObject> listed() {
    return json(call("GET", "/tokens", "")).objects("tokens");
  }

  @Test
  void aTokenIsShownOnceListedWithoutItsSecretAndRevoked() {
    ApiResponse created =
        call("POST", "/tokens", "{\"label\":\"ci\",\"scopes\":[\"images:read\"]}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.headers()).containsEntry("cache-control", "no-store");
    String text = json(created).text("token");
    String id = json(created).text("id");
    assertThat(platform.tokens().authenticate(text)).isPresent();
    ApiResponse list = call("GET", "/tokens", "");
    assertThat(list.body()).doesNotContain(text.substring(text.lastIndexOf('_') + 1));
    JsonObject row = listed().getFirst();
    assertThat(row.text("id")).isEqualTo(id);
    assertThat(row.text("label")).isEqualTo("ci");
    assertThat(row.texts("scopes")).containsExactly("images:read");
    assertThat(row.instant("createdAt")).isEqualTo(platform.now());
    assertThat(row.optionalInstant("expiresAt")).isEmpty();
    assertThat(row.optionalInstant("lastUsedAt")).contains(platform.now());
    assertThat(row.bool("current")).isFalse();
    assertThat(call("DELETE", "/tokens/" + id, "").status()).isEqualTo(200);
    assertThat(platform.tokens().authenticate(text)).isEmpty();
    assertThat(listed().getFirst().optionalInstant("revokedAt")).isPresent();
    assertThat(call("DELETE", "/tokens/" + id, "").status()).isEqualTo(200);
    assertProblem(call("DELETE", "/tokens/0123456789ab", ""), 404, "not-found");
  }

  @Test
  void theTokenOfTheRequestIsMarked() {
    Token own = stored(Set.of(ADMIN), Optional.empty());
    stored(Set.of(ADMIN), Optional.empty());
    Caller caller = new Caller(own.id(), Set.of(Scope.ADMIN));
    assertThat(json(call(Optional.of(caller), "GET", "/tokens", "")).objects("tokens"))
        .extracting(row -> row.bool("current"))
        .containsExactly(true, false);
  }

  @Test
  void everyTokenLearnsWhatItMayDo() {
    Caller caller = new Caller("c", Set.of(Scope.READ, Scope.ERASE));
    ApiResponse answer = call(Optional.of(caller), "GET", "/token", "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    assertThat(json(answer).text("id")).isEqualTo("c");
    assertThat(json(answer).texts("scopes")).containsExactly("images:erase", "images:read");
  }

  @Test
  void aTokenCannotCreateOneWithMoreRights() {
    Caller caller = new Caller("c", Set.of(Scope.ADMIN, Scope.READ));
    String wish = "{\"label\":\"x\",\"scopes\":[\"images:read\",\"images:erase\"]}";
    ApiResponse refused = call(Optional.of(caller), "POST", "/tokens", wish);
    assertProblem(refused, 403, "forbidden");
    assertThat(json(refused).text("detail")).contains("images:read, server:admin");
    assertThat(platform.tokens().list()).isEmpty();
  }

  @Test
  void aTokenCannotCreateOneThatLastsLonger() {
    Instant end = platform.now().plus(Duration.ofDays(1));
    Token own = stored(Set.of(ADMIN), Optional.of(end));
    Optional<Caller> caller = Optional.of(new Caller(own.id(), Set.of(Scope.ADMIN)));
    String wish = "{\"label\":\"x\",\"scopes\":[\"server:admin\"]";
    assertProblem(call(caller, "POST", "/tokens", wish + "}"), 403, "forbidden");
    assertProblem(
        call(caller, "POST", "/tokens", wish + ",\"expiresAt\":\"" + end.plusMillis(1) + "\"}"),
        403,
        "forbidden");
    ApiResponse created = call(caller, "POST", "/tokens", wish + ",\"expiresAt\":\"" + end + "\"}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(json(created).instant("expiresAt")).isEqualTo(end);
  }

  @Test
  void aTokenThatEndedWhileTheBodyCameChangesNothing() {
    Token revoked = stored(Set.of(ADMIN), Optional.empty());
    Token expired = stored(Set.of(ADMIN), Optional.of(platform.now().plusMillis(500)));
    Token other = stored(Set.of(ADMIN), Optional.empty());
    platform.tokens().revoke(revoked.id());
    platform.later();
    List<Token> before = platform.tokens().list();
    for (Token ended : List.of(revoked, expired)) {
      Optional<Caller> caller = Optional.of(new Caller(ended.id(), Set.of(Scope.ADMIN)));
      assertProblem(
          call(
              caller,
              "POST",
              "/tokens",
              "{\"label\":\"x\",\"scopes\":[\"server:admin\"],\"expiresAt\":\""
                  + platform.now().plusMillis(1)
                  + "\"}"),
          401,
          "unauthenticated");
      assertProblem(call(caller, "DELETE", "/tokens/" + other.id(), ""), 401, "unauthenticated");
    }
    assertThat(platform.tokens().list()).isEqualTo(before);
  }

  @Test
  void theLastAdminTokenIsNotRevoked() {
    Instant soon = platform.now().plusMillis(500);
    Token first = stored(Set.of(ADMIN, "images:read"), Optional.empty());
    Token second = stored(Set.of(ADMIN), Optional.empty());
    Token expired = stored(Set.of(ADMIN), Optional.of(soon));
    Token reader = stored(Set.of("images:read"), Optional.empty());
    platform.later();
    assertThat(call("DELETE", "/tokens/" + first.id(), "").status()).isEqualTo(200);
    assertProblem(call("DELETE", "/tokens/" + second.id(), ""), 409, "last-admin-token");
    assertThat(call("DELETE", "/tokens/" + expired.id(), "").status()).isEqualTo(200);
    assertThat(call("DELETE", "/tokens/" + reader.id(), "").status()).isEqualTo(200);
    assertThat(call("DELETE", "/tokens/" + first.id(), "").status()).isEqualTo(200);
    assertThat(platform.tokens().list())
        .filteredOn(token -> token.isValid(platform.now()))
        .containsExactly(second);
  }

  @Test
  void anAdminTokenIsNotRevokedWhenAllOthersEndBeforeIt() {
    Instant end = platform.now().plusSeconds(60);
    Token lasting = stored(Set.of(ADMIN), Optional.empty());
    Token ending = stored(Set.of(ADMIN), Optional.of(end));
    assertProblem(call("DELETE", "/tokens/" + lasting.id(), ""), 409, "last-admin-token");
    platform.tokens().revoke(lasting.id());
    Token shorter = stored(Set.of(ADMIN), Optional.of(end.minusMillis(1)));
    assertProblem(call("DELETE", "/tokens/" + ending.id(), ""), 409, "last-admin-token");
    assertThat(call("DELETE", "/tokens/" + shorter.id(), "").status()).isEqualTo(200);
    stored(Set.of(ADMIN), Optional.of(end));
    assertThat(call("DELETE", "/tokens/" + ending.id(), "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"label\":\"x\"}",
        "{\"label\":\" \",\"scopes\":[\"images:read\"]}",
        "{\"label\":\"a\\u0000b\",\"scopes\":[\"images:read\"]}",
        "{\"label\":\"a\\nb\",\"scopes\":[\"images:read\"]}",
        "{\"label\":\"a\\u007f\",\"scopes\":[\"images:read\"]}",
        "{\"label\":\"x\",\"scopes\":[]}",
        "{\"label\":\"x\",\"scopes\":[\"images:write\"]}",
        "{\"label\":\"x\",\"scopes\":[\"images:read\",\"images:write\"]}",
        "{\"label\":\"x\",\"scopes\":[\"images:read\"],\"expiresAt\":\"2026-11-23T10:00:00Z\"}",
        "{\"label\":\"x\",\"scopes\":[\"images:read\"],\"expiresAt\":\"9999-01-01T00:00:00Z\"}",
        "{\"label\":\"x\",\"scopes\":[\"images:read\"],\"token\":\"own\"}"
      })
  void anInvalidTokenIsNotCreated(String wish) {
    assertProblem(call("POST", "/tokens", wish), 400, "invalid-request");
    assertThat(platform.tokens().list()).isEmpty();
  }

  @Test
  void aLabelHasAtMost200Characters() {
    String wish = "{\"label\":\"%s\",\"scopes\":[\"images:read\"]}";
    assertProblem(call("POST", "/tokens", wish.formatted("x".repeat(201))), 400, "invalid-request");
    assertThat(call("POST", "/tokens", wish.formatted("x".repeat(200))).status()).isEqualTo(201);
  }
}
