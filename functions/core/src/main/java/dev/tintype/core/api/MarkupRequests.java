package dev.tintype.core.api;

import dev.tintype.core.Fit;
import dev.tintype.core.Manifest;
import dev.tintype.core.Recipe;
import dev.tintype.core.api.MarkupOptions.Loading;
import dev.tintype.core.api.MarkupOptions.Priority;
import dev.tintype.core.api.MarkupOptions.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Parses the query of a request for markup. A request with an unknown option, or with a value that
/// is not allowed, is refused.
final class MarkupRequests {

  private static final Set<String> OPTIONS =
      new TreeSet<>(
          Set.of(
              "alt",
              "art",
              "crop",
              "fetchpriority",
              "loading",
              "placeholder",
              "recipe",
              "sizes",
              "style"));

  private MarkupRequests() {}

  /// @param manifest the version that the markup shows
  /// @param recipe the recipe of this version
  /// @throws Refused when an option is unknown, has a value that is not allowed, or names a crop
  ///   that the version does not have
  static MarkupOptions options(ApiRequest request, Manifest manifest, Recipe recipe) {
    refuseUnknown(request.query());
    MarkupOptions options;
    try {
      options = options(request);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
    options
        .crops()
        .filter(crop -> !PictureMarkup.hasCrop(manifest, crop))
        .findFirst()
        .ifPresent(crop -> {
          throw unknown(crop, PictureMarkup.crops(manifest));
        });
    boolean showsBoxes = options.crops().findAny().isPresent() || !hasWidth(recipe);
    return showsBoxes && hasHoles(recipe) ? options.withoutPlaceholder() : options;
  }

  private static Refused unknown(String crop, Set<String> known) {
    return refused(
        known.isEmpty()
            ? "crop and art need a recipe with crops, and the recipe of this version has none"
            : "crop and art must name one of " + String.join(", ", known) + ", not '" + crop + "'");
  }

  private static boolean hasWidth(Recipe recipe) {
    return recipe.sizes().stream().anyMatch(size -> size.name().isWidth());
  }

  /// A colour behind transparent padding would stay visible.
  private static boolean hasHoles(Recipe recipe) {
    return recipe.sizes().stream()
        .anyMatch(size ->
            size.fit() instanceof Fit.Contain contain
                && contain.padding() == Fit.Padding.TRANSPARENT);
  }

  private static void refuseUnknown(Map<String, String> query) {
    Set<String> unknown = new TreeSet<>(query.keySet());
    unknown.removeAll(OPTIONS);
    if (!unknown.isEmpty()) {
      throw refused(
          "unknown option '"
              + unknown.iterator().next()
              + "'; known: "
              + String.join(", ", OPTIONS));
    }
  }

  private static MarkupOptions options(ApiRequest request) {
    MarkupOptions standard = MarkupOptions.STANDARD;
    return new MarkupOptions(
        request.parameter("alt").orElse(standard.alt()),
        request.parameter("sizes").orElse(standard.sizes()),
        oneOf(request, "loading", Loading.values(), standard.loading()),
        oneOf(request, "fetchpriority", Priority.values(), standard.priority()),
        oneOf(request, "style", Style.values(), Style.NONE) == Style.RESPONSIVE,
        oneOf(request, "placeholder", Placeholder.values(), Placeholder.NONE) == Placeholder.COLOR,
        request.parameter("crop"),
        request.parameter("art").map(MarkupRequests::art).orElse(standard.art()));
  }

  /// The values of `style`.
  private enum Style {
    NONE,
    RESPONSIVE
  }

  /// The values of `placeholder`.
  private enum Placeholder {
    NONE,
    COLOR
  }

  /// Parses `square:(max-width: 40em);banner:(min-width: 80em)`.
  private static List<Source> art(String text) {
    List<Source> sources = new ArrayList<>();
    for (String each : text.split(";", -1)) {
      String[] parts = each.split(":", 2);
      if (parts.length < 2) {
        throw new IllegalArgumentException(
            "art must be CROP:MEDIA, such as square:(max-width: 40em), joined by ; and not '"
                + each.strip()
                + "'");
      }
      sources.add(new Source(parts[0].strip(), parts[1].strip()));
    }
    return sources;
  }

  private static <E extends Enum<E>> E oneOf(
      ApiRequest request, String option, E[] all, E standard) {
    Optional<String> text = request.parameter(option);
    return text.isEmpty()
        ? standard
        : Arrays.stream(all)
            .filter(value -> id(value).equals(text.get()))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    option
                        + " must be one of "
                        + Arrays.stream(all)
                            .map(MarkupRequests::id)
                            .collect(Collectors.joining(", "))
                        + ", not '"
                        + text.get()
                        + "'"));
  }

  private static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Refused refused(String detail) {
    return new Refused(Problem.INVALID_REQUEST.answer(detail + "."));
  }
}
