package dev.tintype.core.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a caller chooses about the markup of a version. Immutable.
///
/// @param alt describes the image for people who cannot see it; empty for a decoration
/// @param sizes the display width, as in `(max-width: 60em) 100vw, 60em`
/// @param loading when browsers load the image
/// @param priority how urgently they load it
/// @param responsive whether a style keeps the image within its container
/// @param placeholder whether the dominant colour shows until the image is loaded
/// @param crop the size, or the ratio, that is shown where no source of `art` applies; by default
///   the plain widths
/// @param art other crops for other viewports; the first whose media query holds is shown
record MarkupOptions(
    String alt,
    String sizes,
    Loading loading,
    Priority priority,
    boolean responsive,
    boolean placeholder,
    Optional<String> crop,
    List<Source> art) {

  /// What is used where nothing is chosen; the markup in `GET /images/{id}` uses it.
  static final MarkupOptions STANDARD =
      new MarkupOptions(
          "", "100vw", Loading.LAZY, Priority.AUTO, false, false, Optional.empty(), List.of());

  private static final int MOST_ALT = 5_000;
  private static final int MOST_CSS = 1_000;
  private static final int MOST_SOURCES = 8;

  /// The browser takes the width from the layout,
  /// https://html.spec.whatwg.org/multipage/images.html#valdef-sizes-auto.
  private static final Pattern AUTO = Pattern.compile("(?is)\\s*auto\\s*(,.*)?");

  /// When browsers load the image.
  enum Loading {
    /// When it comes near the viewport.
    LAZY,
    /// At once.
    EAGER
  }

  /// How urgently browsers load the image, compared with others.
  enum Priority {
    /// As the browser decides; the markup does not name it.
    AUTO,
    /// First, for the largest picture of the first screen.
    HIGH,
    /// Last.
    LOW
  }

  /// Another crop for some viewports.
  ///
  /// @param crop the name of a size, or what the names of one ratio's sizes begin with
  /// @param media the media query, such as `(max-width: 40em)`
  record Source(String crop, String media) {

    /// @throws IllegalArgumentException when the media query has no fitting text
    Source {
      css("art", media);
    }
  }

  /// @throws IllegalArgumentException when a value is not allowed; names the field and what is
  ///   allowed
  MarkupOptions {
    require(
        alt.length() <= MOST_ALT && !hasControl(alt),
        "alt must be at most 5000 characters, none a control character");
    css("sizes", sizes);
    require(
        loading == Loading.LAZY || !AUTO.matcher(sizes).matches(),
        "sizes must not begin with auto when loading is eager: browsers know no layout then");
    require(
        loading == Loading.EAGER || priority != Priority.HIGH,
        "fetchpriority must not be high when loading is lazy: add loading=eager");
    art = List.copyOf(art);
    require(art.size() <= MOST_SOURCES, "art must be at most 8 crops, not " + art.size());
  }

  private static void css(String field, String text) {
    require(
        !text.isBlank() && text.length() <= MOST_CSS && !hasControl(text),
        field + " must be CSS of 1 to 1000 characters, none a control character");
  }

  private static boolean hasControl(String text) {
    return text.codePoints().anyMatch(Character::isISOControl);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /// @return a copy with another display width
  /// @throws IllegalArgumentException when it is not allowed
  MarkupOptions withSizes(String other) {
    return new MarkupOptions(alt, other, loading, priority, responsive, placeholder, crop, art);
  }

  /// @return a copy that shows another crop
  MarkupOptions withCrop(String other) {
    return new MarkupOptions(
        alt, sizes, loading, priority, responsive, placeholder, Optional.of(other), art);
  }

  /// @return a copy that shows no colour before the image
  MarkupOptions withoutPlaceholder() {
    return new MarkupOptions(alt, sizes, loading, priority, responsive, false, crop, art);
  }

  /// @return the names of all crops that are asked for
  Stream<String> crops() {
    return Stream.concat(crop.stream(), art.stream().map(Source::crop));
  }
}
