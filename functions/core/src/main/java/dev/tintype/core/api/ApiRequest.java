package dev.tintype.core.api;

import java.util.Map;
import java.util.Optional;

/// A request to the API.
///
/// @param method such as `GET`
/// @param path begins with a slash; no query, percent-decoding left undone
/// @param query each parameter once, decoded
/// @param headers each once, names in lowercase
/// @param body UTF-8 text, empty when there is none; a host reads at most [#MAX_BODY] bytes and one
///   more
/// @param caller who asks; absent when nobody has been proved
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

  /// @return whether a request of this method says in its body what it asks for
  public boolean hasBody() {
    return method.equals("POST");
  }

  /// @return whether it asks for a list of images
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
