package dev.tintype.core.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One row of the route table.
///
/// @param method such as `GET`
/// @param template path segments; a segment in braces is a parameter
/// @param anyOf the caller needs one of these scopes
/// @param handler answers the requests
record Route(String method, String template, Set<Scope> anyOf, Handler handler) {

  /// Answers the requests of one route.
  @FunctionalInterface
  interface Handler {
    /// @param parameters the values of the template's parameters, in order
    ApiResponse answer(ApiRequest request, List<String> parameters);
  }

  /// @return the values of the template's parameters; empty when the path does not match
  Optional<List<String>> match(String path) {
    String[] wanted = template.split("/", -1);
    String[] found = path.split("/", -1);
    if (wanted.length != found.length) {
      return Optional.empty();
    }
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        parameters.add(found[i]);
      } else if (!wanted[i].equals(found[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }
}
