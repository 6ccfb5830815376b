package dev.tintype.core.api;

import java.util.Map;
import java.util.Optional;

/// A request to the API.
///
/// @param method such as `GET`
/// @param path begins with a slash and has no query; it is not percent-decoded
/// @param query decoded; each parameter occurs once
/// @param headers names in lowercase; each occurs once
/// @param body UTF-8 text, empty when there is none; a host reads at most [#MAX_BODY] bytes and one
///   more
/// @param caller the authenticated caller; absent when nobody is authenticated
public record ApiRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    String body,
    Optional<Caller> caller) {

  /// The most bytes a body may have.
  public static final int MAX_BODY = 16 * 1024;

  /// Copies the maps.
  public ApiRequest {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /// @return whether a request with this method has its parameters in the body
  public boolean hasBody() {
    return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
  }

  /// @return whether the request asks for a list of images
  public boolean isList() {
    return method.equals("GET") && path.equals("/images");
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }
}
