package dev.tintype.core.api;

import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreFrozen;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.trace.TraceParent;
import dev.tintype.core.trace.Tracing;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The HTTP API: one table of routes, each with the scopes it needs. Safe for use by many threads.
/// `docs/openapi.yaml` describes every answer.
public final class Api {

  private static final Logger LOGGER = System.getLogger("dev.tintype.api");

  private static final int SERVER_ERROR = 500;

  private final Tracing tracing;
  private final List<Route> routes;

  /// @param uploads answers uploads
  /// @param images answers reads and erasures
  /// @param work answers reprocess, rollback and redrive
  /// @param focus answers requests for a focal point
  /// @param labels answers requests for a name and metadata
  /// @param receipts answers requests for receipts of erasures
  /// @param others more routes, which only some hosts have
  /// @param tracing records the requests that change something
  Api(
      UploadRoutes uploads,
      ImageRoutes images,
      WorkRoutes work,
      FocusRoutes focus,
      LabelRoutes labels,
      ReceiptRoutes receipts,
      List<Route> others,
      Tracing tracing) {
    this.tracing = tracing;
    Set<Scope> upload = Set.of(Scope.UPLOAD);
    Set<Scope> read = Set.of(Scope.READ);
    Set<Scope> erase = Set.of(Scope.ERASE);
    List<Route> everywhere =
        List.of(
            new Route("POST", "/images", upload, uploads::newImage),
            new Route("GET", "/images", read, images::list),
            new Route("GET", "/images/{id}", read, images::describe),
            new Route("PATCH", "/images/{id}", upload, labels::patch),
            new Route("DELETE", "/images/{id}", erase, images::erase),
            new Route("GET", "/images/{id}/original", read, images::original),
            new Route("GET", "/images/{id}/markup", read, images::markup),
            new Route("GET", "/images/{id}/receipt", read, receipts::receipt),
            new Route("GET", "/images/{id}/versions", read, images::versions),
            new Route("POST", "/images/{id}/versions", upload, uploads::newVersion),
            new Route("DELETE", "/images/{id}/versions/{version}", erase, work::retire),
            new Route("POST", "/images/{id}/versions/{version}/upload", upload, uploads::permit),
            new Route("POST", "/images/{id}/versions/{version}/uploaded", upload, uploads::confirm),
            new Route("POST", "/images/{id}/versions/{version}/redrive", upload, work::redrive),
            new Route("POST", "/images/{id}/reprocess", upload, work::reprocess),
            new Route("PUT", "/images/{id}/focus", upload, focus::put),
            new Route("DELETE", "/images/{id}/focus", upload, focus::remove),
            new Route("POST", "/images/{id}/rollback", upload, work::rollback),
            new Route("GET", "/recipes", Set.of(Scope.READ, Scope.UPLOAD), work::recipes),
            new Route("GET", "/receipt-key", Set.of(Scope.READ, Scope.ERASE), receipts::key));
    this.routes = Stream.concat(everywhere.stream(), others.stream()).toList();
  }

  /// @return the routes as `METHOD /path/{parameter}`, for documentation and gateways
  List<String> routes() {
    return routes.stream().map(route -> route.method() + " " + route.template()).toList();
  }

  /// Checks a request before its body is read: the caller, the scope, the media type and the
  /// length.
  ///
  /// @param head the request without its body
  /// @param declaredBytes the declared length of the body; negative when it is not declared
  /// @return the answer that refuses the request; empty when the host should read the body, if
  ///   there is one, and call [#answer]
  public Optional<ApiResponse> refusal(ApiRequest head, long declaredBytes) {
    try {
      permitted(head);
      if (head.hasBody()) {
        UploadRequests.requireJson(head);
        if (declaredBytes > ApiRequest.MAX_BODY) {
          throw new Refused(Problem.BODY_TOO_LARGE.answer());
        }
      }
      return Optional.empty();
    } catch (Refused e) {
      return Optional.of(e.answer());
    }
  }

  /// @return the answer; every expected failure is one of [Problem]
  public ApiResponse answer(ApiRequest request) {
    return handled(request, () -> dispatch(request));
  }

  private static ApiResponse handled(ApiRequest request, Supplier<ApiResponse> step) {
    try {
      return step.get();
    } catch (Refused e) {
      return e.answer();
    } catch (MalformedJson e) {
      return Problem.INVALID_REQUEST.answer(String.valueOf(e.getMessage()));
    } catch (UnreadableRecord e) {
      FlowLog.event("api.unreadable_record")
          .detail(String.valueOf(e.getMessage()))
          .with("path", request.path())
          .error();
      return Problem.UNREADABLE_RECORD.answer();
    } catch (StorageFull e) {
      LOGGER.log(Level.ERROR, () -> "event=api.no_room path=" + request.path(), e);
      return Problem.NO_ROOM.answer().with("retry-after", "60");
    } catch (StoreFrozen e) {
      LOGGER.log(Level.WARNING, () -> "event=api.frozen path=" + request.path(), e);
      return Problem.UNAVAILABLE
          .answer("The records are being moved to another store. Send the request again.")
          .with("retry-after", "10");
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, () -> "event=api.unavailable path=" + request.path(), e);
      return Problem.UNAVAILABLE.answer().with("retry-after", "5");
    }
  }

  private ApiResponse dispatch(ApiRequest request) {
    Route route = permitted(request);
    if (request.body().length() > ApiRequest.MAX_BODY) {
      return Problem.BODY_TOO_LARGE.answer();
    }
    return route.method().equals("GET") ? answer(route, request) : traced(route, request);
  }

  private static ApiResponse answer(Route route, ApiRequest request) {
    return route.handler().answer(request, route.match(request.path()).orElseThrow());
  }

  private ApiResponse traced(Route route, ApiRequest request) {
    String name = route.method() + " " + route.template();
    Optional<TraceParent> caller = request.header("traceparent").flatMap(TraceParent::of);
    try (Tracing.Span span = tracing.begin(name, Tracing.Kind.SERVER, caller)) {
      ApiResponse response = handled(request, () -> answer(route, request));
      String status = Integer.toString(response.status());
      span.with("http.response.status_code", status);
      if (response.status() >= SERVER_ERROR) {
        span.failed(status);
      }
      return response;
    }
  }

  /// @return the route of a request whose caller has the scope for it
  private Route permitted(ApiRequest request) {
    Route route = route(request);
    if (request.caller().isEmpty()) {
      throw new Refused(Problem.UNAUTHENTICATED.answer().with("www-authenticate", "Bearer"));
    }
    if (request.caller().get().scopes().stream().noneMatch(route.anyOf()::contains)) {
      String wanted =
          route.anyOf().stream().map(Scope::id).sorted().collect(Collectors.joining(" or "));
      throw new Refused(Problem.FORBIDDEN.answer("This needs the scope " + wanted + "."));
    }
    return route;
  }

  private Route route(ApiRequest request) {
    List<Route> atPath =
        routes.stream().filter(route -> route.match(request.path()).isPresent()).toList();
    if (atPath.isEmpty()) {
      throw new Refused(Problem.NOT_FOUND.answer());
    }
    return atPath.stream()
        .filter(route -> route.method().equals(request.method()))
        .findFirst()
        .orElseThrow(() ->
            new Refused(
                Problem.METHOD_NOT_ALLOWED
                    .answer()
                    .with(
                        "allow",
                        atPath.stream().map(Route::method).collect(Collectors.joining(", ")))));
  }
}
