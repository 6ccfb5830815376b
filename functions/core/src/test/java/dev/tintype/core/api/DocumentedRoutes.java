package dev.tintype.core.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The routes in `docs/openapi.yaml`, which has two spaces before each path and four before each
/// method. The webhooks after them are requests of the server, not to it.
public final class DocumentedRoutes {

  /// The document.
  public static final Path DOCUMENT =
      Path.of(System.getProperty("tintype.root", "."), "docs", "openapi.yaml");

  private static final Pattern PATH = Pattern.compile(" {2}(/\\S*):");
  private static final Pattern METHOD = Pattern.compile(" {4}(get|head|post|put|delete|patch):");
  private static final Pattern TAG = Pattern.compile(" {6}tags: \\[(\\w+)]");

  private DocumentedRoutes() {}

  /// One route.
  ///
  /// @param method in capitals
  /// @param path with parameters in braces
  /// @param tag its only tag
  public record Documented(String method, String path, String tag) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /// @return the routes in the document's order
  public static List<Documented> read() throws IOException {
    List<Documented> routes = new ArrayList<>();
    String path = "";
    String method = "";
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.equals("webhooks:")) {
        break;
      }
      Matcher pathOf = PATH.matcher(line);
      Matcher methodOf = METHOD.matcher(line);
      Matcher tagOf = TAG.matcher(line);
      if (pathOf.matches()) {
        path = pathOf.group(1);
      } else if (methodOf.matches()) {
        method = methodOf.group(1).toUpperCase(Locale.ROOT);
      } else if (tagOf.matches()) {
        routes.add(new Documented(method, path, tagOf.group(1)));
      }
    }
    return routes;
  }
}
