package dev.tintype.presign;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Http;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.IAM;
import dev.tintype.aws.host.Settings.Auth;
import dev.tintype.core.api.ApiRequest;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HttpEventsTest {

  private static APIGatewayV2HTTPEvent event(Authorizer authorizer) {
    return APIGatewayV2HTTPEvent.builder()
        .withRawPath("/images")
        .withHeaders(Map.of("Content-Type", "application/json"))
        .withBody("{}")
        .withRequestContext(
            RequestContext.builder()
                .withHttp(Http.builder().withMethod("POST").build())
                .withAuthorizer(authorizer)
                .build())
        .build();
  }

  private static Authorizer role(String callerId) {
    return Authorizer.builder()
        .withIam(IAM.builder().withAccountId("123456789012").withCallerId(callerId).build())
        .build();
  }

  private static Authorizer token(Map<String, String> claims, List<String> scopes) {
    return Authorizer.builder()
        .withJwt(Authorizer.JWT.builder().withClaims(claims).withScopes(scopes).build())
        .build();
  }

  private static ApiRequest read(Auth auth, Authorizer authorizer) {
    return new HttpEvents(auth).request(event(authorizer));
  }

  @Test
  void headerNamesAreLowercased() {
    assertThat(read(Auth.IAM, role("AROA:a")).headers())
        .containsEntry("content-type", "application/json");
  }

  @Test
  void aBase64BodyIsDecoded() {
    APIGatewayV2HTTPEvent event = event(role("AROA:a"));
    event.setBody(Base64.getEncoder().encodeToString("{\"ä\":1}".getBytes(StandardCharsets.UTF_8)));
    event.setIsBase64Encoded(true);
    assertThat(new HttpEvents(Auth.IAM).request(event).body()).isEqualTo("{\"ä\":1}");
  }

  @Test
  void allSessionsOfARoleAreOneCaller() {
    Caller first = read(Auth.IAM, role("AROA:first")).caller().orElseThrow();
    Caller second = read(Auth.IAM, role("AROA:second")).caller().orElseThrow();
    assertThat(first).isEqualTo(second);
    assertThat(first.id()).isEqualTo("iam:123456789012:AROA");
    assertThat(first.scopes()).containsExactlyInAnyOrder(Scope.values());
  }

  @Test
  void theScopesComeFromTheTokensClaims() {
    Map<String, String> claims =
        Map.of("iss", "https://issuer", "sub", "shop", "scope", "openid images:read");
    Caller caller = read(Auth.JWT, token(claims, List.of("images:upload"))).caller().orElseThrow();
    assertThat(caller)
        .isEqualTo(new Caller("jwt:https://issuer:shop", Set.of(Scope.READ, Scope.UPLOAD)));
  }

  @Test
  void aTokenWithoutSubjectAuthenticatesNobody() {
    assertThat(read(Auth.JWT, token(Map.of("scope", "images:read"), List.of())).caller()).isEmpty();
  }

  @Test
  void anotherAuthorizerAuthenticatesNobody() {
    assertThat(read(Auth.JWT, role("AROA:a")).caller()).isEmpty();
    assertThat(read(Auth.IAM, token(Map.of("sub", "x"), List.of("images:read"))).caller())
        .isEmpty();
  }
}
