package dev.tintype.render.results;

import java.util.Base64;
import java.util.regex.Pattern;

/// What a page shows before the image has loaded, as a renderer reports it. Only its form can be
/// checked.
///
/// @param thumbhash a ThumbHash in Base64
/// @param dominantColor `#rrggbb`
public record ReportedPlaceholder(String thumbhash, String dominantColor) {

  private static final Pattern COLOR = Pattern.compile("#[0-9a-f]{6}");
  private static final int LONGEST_THUMBHASH = 40;
  private static final int SHORTEST_HASH_BYTES = 5;

  /// @throws ResultFiles.UntrueResult when one of them has another form
  public ReportedPlaceholder {
    if (thumbhash.length() > LONGEST_THUMBHASH || hashBytes(thumbhash) < SHORTEST_HASH_BYTES) {
      throw new ResultFiles.UntrueResult("not a ThumbHash");
    }
    if (!COLOR.matcher(dominantColor).matches()) {
      throw new ResultFiles.UntrueResult("not a colour");
    }
  }

  private static int hashBytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length;
    } catch (IllegalArgumentException e) {
      throw new ResultFiles.UntrueResult("not a ThumbHash", e);
    }
  }
}
