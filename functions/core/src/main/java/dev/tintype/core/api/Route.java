package dev.tintype.core.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One row of the table of routes.
///
/// @param method such as `GET`
/// @param template segments; those in braces stand for anything
/// @param anyOf scopes of which the caller needs one
/// @param handler answers
record Route(String method, String template, Set<Scope> anyOf, Handler handler) {

  /// Answers requests of one route.
  @FunctionalInterface
  interface Handler {
    /// @param parameters what stands in place of the braces, in order
    ApiResponse answer(ApiRequest request, List<String> parameters);
  }

  /// @return what stands in place of the braces, if the path fits
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
