package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.TokenStore;
import dev.tintype.core.port.TokenStore.Created;
import dev.tintype.core.port.TokenStore.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Routes that list, create and revoke tokens, and tell a caller what its own may do. Safe for use
/// by many threads.
final class TokenRoutes {

  private static final Set<String> FIELDS = Set.of("label", "scopes", "expiresAt");
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final TokenStore tokens;
  private final FlowContext context;

  /// Held while it is decided whether a token may be created or revoked. Servers on several hosts
  /// do not see each other's: two requests at the same instant may revoke the last two admin
  /// tokens.
  private final Object changing = new Object();

  TokenRoutes(TokenStore tokens, FlowContext context) {
    this.tokens = tokens;
    this.context = context;
  }

  List<Route> routes() {
    Set<Scope> admin = Set.of(Scope.ADMIN);
    return List.of(
        new Route("GET", "/token", EnumSet.allOf(Scope.class), TokenRoutes::describeOwn),
        new Route("GET", "/tokens", admin, this::list),
        new Route("POST", "/tokens", admin, this::create),
        new Route("DELETE", "/tokens/{id}", admin, this::revoke));
  }

  private static ApiResponse describeOwn(ApiRequest request, List<String> parameters) {
    Caller caller = caller(request);
    ObjectNode json = Json.object().put("id", caller.id());
    caller.scopes().stream().map(Scope::id).sorted().forEach(json.putArray("scopes")::add);
    return ApiResponse.json(200, json);
  }

  private ApiResponse list(ApiRequest request, List<String> parameters) {
    String caller = caller(request).id();
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("tokens");
    tokens
        .list()
        .forEach(token -> list.add(TokenView.of(token).put("current", token.id().equals(caller))));
    return ApiResponse.json(200, json);
  }

  private static Caller caller(ApiRequest request) {
    return request.caller().orElseThrow();
  }

  /// A token can do no more, and lasts no longer, than the one that creates it.
  private ApiResponse create(ApiRequest request, List<String> parameters) {
    JsonObject body = UploadRequests.body(request);
    body.only(FIELDS);
    String label = label(body);
    Set<Scope> scopes = scopes(body);
    Optional<Instant> expiresAt = expiresAt(body);
    Caller caller = caller(request);
    if (!caller.scopes().containsAll(scopes)) {
      return Problem.FORBIDDEN.answer(
          "A token cannot have a scope that the token of this request does not have: "
              + ids(caller.scopes())
              + ".");
    }
    Set<String> ids = scopes.stream().map(Scope::id).collect(Collectors.toSet());
    Created created;
    synchronized (changing) {
      Optional<Instant> last = own(caller, tokens.list()).flatMap(Token::expiresAt);
      if (last.isPresent() && expiresAt.filter(at -> !at.isAfter(last.get())).isEmpty()) {
        return Problem.FORBIDDEN.answer(
            "A token cannot last longer than the token of this request, which expires at "
                + last.get()
                + ".");
      }
      created = tokens.create(label, ids, expiresAt);
    }
    FlowLog.event("token.created")
        .with("token", created.token().id())
        .with("by", caller.id())
        .info();
    return ApiResponse.json(201, TokenView.of(created.token()).put("token", created.text()));
  }

  private static String ids(Set<Scope> scopes) {
    return scopes.stream().map(Scope::id).sorted().collect(Collectors.joining(", "));
  }

  private static String label(JsonObject body) {
    String label = body.text("label");
    if (!TokenStore.isLabel(label)) {
      throw new MalformedJson("label must have 1 to 200 characters, and no control characters");
    }
    return label;
  }

  private static Set<Scope> scopes(JsonObject body) {
    List<String> wanted = body.texts("scopes");
    Set<Scope> known =
        wanted.stream().flatMap(id -> Scope.byId(id).stream()).collect(Collectors.toSet());
    if (wanted.isEmpty() || known.size() != new HashSet<>(wanted).size()) {
      throw new MalformedJson(
          "scopes must be one or more of " + ids(EnumSet.copyOf(Arrays.asList(Scope.values()))));
    }
    return known;
  }

  private Optional<Instant> expiresAt(JsonObject body) {
    Optional<Instant> at = body.optionalInstant("expiresAt");
    Instant now = context.now();
    if (at.filter(end -> !end.isAfter(now) || end.isAfter(now.plus(LONGEST))).isPresent()) {
      throw new MalformedJson("expiresAt must be in the next 36500 days");
    }
    return at;
  }

  /// The caller's own token. It may have ended after the head of the request was received.
  ///
  /// @return absent when the token is not stored
  /// @throws Refused when the token has ended
  private Optional<Token> own(Caller caller, List<Token> all) {
    Optional<Token> own = all.stream().filter(token -> token.id().equals(caller.id())).findFirst();
    if (own.filter(token -> !token.isValid(context.now())).isPresent()) {
      throw new Refused(Problem.UNAUTHENTICATED.answer());
    }
    return own;
  }

  private ApiResponse revoke(ApiRequest request, List<String> parameters) {
    String id = parameters.getFirst();
    synchronized (changing) {
      List<Token> all = tokens.list();
      own(caller(request), all);
      if (all.stream().noneMatch(token -> token.id().equals(id))) {
        return Problem.NOT_FOUND.answer();
      }
      if (isLastAdmin(id, all)) {
        return Problem.LAST_ADMIN_TOKEN.answer(
            "No other token that may manage tokens lasts as long. Create one first.");
      }
      if (tokens.revoke(id)) {
        FlowLog.event("token.revoked").with("token", id).with("by", caller(request).id()).info();
      }
    }
    return ApiResponse.json(200, Json.object().put("id", id).put("state", "revoked"));
  }

  private boolean isLastAdmin(String id, List<Token> all) {
    List<Token> admins = all.stream().filter(this::isAdmin).toList();
    return admins.stream()
        .filter(token -> token.id().equals(id))
        .anyMatch(token ->
            admins.stream()
                .noneMatch(other -> !other.id().equals(id) && lastsAsLong(other, token)));
  }

  private static boolean lastsAsLong(Token one, Token other) {
    return one.expiresAt()
        .map(end -> other.expiresAt().filter(its -> !end.isBefore(its)).isPresent())
        .orElse(true);
  }

  private boolean isAdmin(Token token) {
    return token.isValid(context.now()) && token.scopes().contains(Scope.ADMIN.id());
  }
}
