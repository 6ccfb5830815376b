package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rules for every route: authorization, the form of a request, and its documentation.
final class ApiRouteTest extends ApiCase {

  @Test
  void everyRouteNeedsATokenWithAScope() {
    for (String route : api.routes()) {
      String[] parts = route.split(" ", 2);
      String path = parts[1].replaceAll("\\{[a-z]+}", "x");
      ApiResponse response = call(Optional.empty(), parts[0], path, "");
      assertProblem(response, 401, "unauthenticated");
      assertThat(response.headers()).containsEntry("www-authenticate", "Bearer");
      Caller powerless = new Caller("powerless", Set.of());
      assertProblem(call(Optional.of(powerless), parts[0], path, ""), 403, "forbidden");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /images, images:upload",
    "GET, /images, images:read",
    "GET, /images/{id}, images:read",
    "PATCH, /images/{id}, images:upload",
    "DELETE, /images/{id}, images:erase",
    "GET, /images/{id}/original, images:read",
    "GET, /images/{id}/markup, images:read",
    "GET, /images/{id}/versions, images:read",
    "DELETE, /images/{id}/versions/0123456789abcdef, images:erase",
    "POST, /images/{id}/versions, images:upload",
    "POST, /images/{id}/versions/0123456789abcdef/uploaded, images:upload",
    "POST, /images/{id}/reprocess, images:upload",
    "PUT, /images/{id}/focus, images:upload",
    "DELETE, /images/{id}/focus, images:upload",
    "POST, /images/{id}/rollback, images:upload",
    "GET, /recipes, images:read images:upload",
    "GET, /token, images:upload images:read images:erase server:admin",
    "GET, /tokens, server:admin",
    "POST, /tokens, server:admin",
    "DELETE, /tokens/0123456789ab, server:admin",
    "GET, /deliveries, server:admin",
    "POST, /deliveries/out_x/redeliver, server:admin",
  })
  void aRouteAcceptsOnlyItsScopes(String method, String path, String scopes) {
    String id = start();
    for (Scope scope : Scope.values()) {
      Caller caller = new Caller("c", Set.of(scope));
      int status = call(Optional.of(caller), method, path.replace("{id}", id), "").status();
      assertThat(status != 403)
          .as("%s with %s", path, scope)
          .isEqualTo(scopes.contains(scope.id()));
    }
  }

  @Test
  void unknownPathsGet404AndUnknownMethodsGet405() {
    assertProblem(call("GET", "/nothing", ""), 404, "not-found");
    assertProblem(call("GET", "/images/", ""), 404, "not-found");
    assertProblem(call("GET", "/images/x", ""), 404, "not-found");
    assertProblem(call("GET", "/images/../recipes", ""), 404, "not-found");
    ApiResponse response = call("PUT", "/images", "");
    assertProblem(response, 405, "method-not-allowed");
    assertThat(response.headers()).containsEntry("allow", "POST, GET");
  }

  @Test
  void onlyJsonBodiesAreAccepted() {
    assertProblem(
        call("POST", "/images", WISH, "content-type", "text/plain"), 415, "unsupported-type");
    assertThat(
            call("POST", "/images", WISH, "content-type", "application/json; charset=utf-8")
                .status())
        .isEqualTo(201);
  }

  @Test
  void aLargeBodyIsRefused() {
    assertProblem(call("POST", "/images", " ".repeat(16 * 1024 + 1)), 413, "body-too-large");
  }

  @Test
  void anUnavailableStoreIsAnsweredWith503() {
    platform.breakDown();
    ApiResponse response = call("POST", "/images", WISH);
    assertProblem(response, 503, "unavailable");
    assertThat(response.headers()).containsEntry("retry-after", "5");
  }

  /// The routes with the tag `server` are those of `tintype serve` alone: `RoutesTest`.
  @Test
  void theOpenApiDocumentDescribesExactlyTheRoutes() throws IOException {
    assertThat(DocumentedRoutes.read().stream().filter(route -> !route.tag().equals("server")))
        .extracting(DocumentedRoutes.Documented::toString)
        .containsExactlyInAnyOrderElementsOf(api.routes());
  }

  @Test
  void theOpenApiDocumentListsEveryProblem() throws IOException {
    String document = Files.readString(DocumentedRoutes.DOCUMENT);
    for (Problem problem : Problem.values()) {
      assertThat(document).contains("- " + problem.type() + "\n");
    }
  }
}
