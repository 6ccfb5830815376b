package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// A response of the API.
///
/// @param status the HTTP status
/// @param headers names in lowercase; each occurs once
/// @param body UTF-8 text, empty when there is none
public record ApiResponse(int status, Map<String, String> headers, String body) {

  /// Copies the map, sorted by name.
  public ApiResponse {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  static ApiResponse json(int status, ObjectNode body) {
    return new ApiResponse(
        status,
        Map.of("content-type", "application/json", "cache-control", "no-store"),
        Json.write(body));
  }

  /// @return this response with one header set
  ApiResponse with(String name, String value) {
    Map<String, String> next = new TreeMap<>(headers);
    next.put(name, value);
    return new ApiResponse(status, next, body);
  }

  ApiResponse withoutBody(int otherStatus) {
    Map<String, String> next = new TreeMap<>(headers);
    next.remove("content-type");
    return new ApiResponse(otherStatus, next, "");
  }
}
