package dev.tintype.presign;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.IAM;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.tintype.aws.host.Settings.Auth;
import dev.tintype.core.api.ApiRequest;
import dev.tintype.core.api.ApiResponse;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Translates API Gateway's requests and responses to those of the API. Immutable. Format:
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
final class HttpEvents {

  private final Auth auth;

  /// @param auth how the caller was authenticated
  HttpEvents(Auth auth) {
    this.auth = auth;
  }

  ApiRequest request(APIGatewayV2HTTPEvent event) {
    return new ApiRequest(
        event.getRequestContext().getHttp().getMethod(),
        event.getRawPath(),
        orEmpty(event.getQueryStringParameters()),
        lowercase(orEmpty(event.getHeaders())),
        body(event),
        caller(event.getRequestContext().getAuthorizer()));
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  private static Map<String, String> lowercase(Map<String, String> headers) {
    Map<String, String> lowercase = new TreeMap<>();
    headers.forEach((name, value) -> lowercase.put(name.toLowerCase(Locale.ROOT), value));
    return lowercase;
  }

  private static String body(APIGatewayV2HTTPEvent event) {
    String body = event.getBody();
    if (body == null) {
      return "";
    }
    return event.getIsBase64Encoded()
        ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)
        : body;
  }

  private Optional<Caller> caller(@Nullable Authorizer authorizer) {
    if (authorizer == null) {
      return Optional.empty();
    }
    return switch (auth) {
      case IAM -> Optional.ofNullable(authorizer.getIam()).map(HttpEvents::role);
      case JWT -> Optional.ofNullable(authorizer.getJwt()).flatMap(HttpEvents::bearer);
    };
  }

  /// The caller of a request that IAM authorised. IAM checked `execute-api:Invoke` for this route,
  /// so the caller gets every scope. The caller is the role and not one session, so that an
  /// idempotency key outlives the session.
  private static Caller role(IAM iam) {
    String principal = String.valueOf(iam.getCallerId()).replaceFirst(":.*", "");
    return new Caller("iam:" + iam.getAccountId() + ":" + principal, EnumSet.allOf(Scope.class));
  }

  private static Optional<Caller> bearer(Authorizer.JWT jwt) {
    Map<String, String> claims = orEmpty(jwt.getClaims());
    String subject = claims.getOrDefault("sub", claims.get("client_id"));
    if (subject == null) {
      return Optional.empty();
    }
    Stream<String> granted = jwt.getScopes() == null ? Stream.of() : jwt.getScopes().stream();
    Stream<String> claimed =
        Stream.of("scope", "scp")
            .map(claims::get)
            .flatMap(Stream::ofNullable)
            .flatMap(text -> Arrays.stream(text.split("[\\s,\\[\\]]+")));
    Set<Scope> scopes =
        Stream.concat(granted, claimed)
            .map(Scope::byId)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    return Optional.of(new Caller("jwt:" + claims.get("iss") + ":" + subject, scopes));
  }

  static APIGatewayV2HTTPResponse response(ApiResponse answer) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(answer.status())
        .withHeaders(answer.headers())
        .withBody(answer.body())
        .withCookies(List.of())
        .withIsBase64Encoded(false)
        .build();
  }
}
