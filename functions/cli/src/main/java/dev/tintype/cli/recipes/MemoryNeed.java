package dev.tintype.cli.recipes;

import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.render.plan.Admission;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import java.util.Optional;

/// Whether a recipe needs more memory than a renderer may use. The sizes of a recipe limit the
/// memory for most originals, but boxes that are always filled need it for every original.
///
/// @param encoders how many files are encoded at once, at least 1
record MemoryNeed(int encoders) {

  private static final Dimensions SMALLEST = new Dimensions(1, 1);
  private static final Dimensions PHOTO = new Dimensions(4000, 3000);
  private static final Header FLAT = header(OriginalFormat.PNG, PHOTO, 1 << 16);

  /// @return a sentence about the originals that are refused; empty when a photograph of 12 MP is
  ///   accepted
  Optional<String> warning(Recipe recipe) {
    return refusal(SMALLEST, recipe)
        .map(detail -> "every image will be refused with " + detail)
        .or(() ->
            refusal(PHOTO, recipe)
                .map(detail -> "a JPEG of " + PHOTO + " px will be refused with " + detail))
        .or(() ->
            refusal(recipe, FLAT)
                .map(detail -> "a flat PNG of " + PHOTO + " px will be refused with " + detail));
  }

  private Optional<String> refusal(Dimensions original, Recipe recipe) {
    return refusal(recipe, header(OriginalFormat.JPEG, original, original.pixels() / 4));
  }

  private static Header header(OriginalFormat format, Dimensions original, long bytes) {
    return new Header(format, original, 1, 1, 3, 8, false, 0, ColorSource.NONE, bytes);
  }

  private Optional<String> refusal(Recipe recipe, Header header) {
    return Admission.of(header, recipe, Optional.empty(), encoders)
                instanceof Admission.Refused refused
            && refused.reason() == Rejection.NEEDS_TOO_MUCH_MEMORY
        ? Optional.of(
            refused.reason().code()
                + " where "
                + encoders
                + (encoders == 1 ? " file is" : " files are")
                + " encoded at once: "
                + refused.detail())
        : Optional.empty();
  }
}
