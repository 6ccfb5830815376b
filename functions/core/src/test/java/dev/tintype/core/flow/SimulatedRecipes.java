package dev.tintype.core.flow;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import java.util.List;
import java.util.Map;

/// The recipes of simulated clients.
final class SimulatedRecipes {

  static final Recipe PLAIN = recipe("plain", Size.widths(16));
  static final Recipe OTHER = recipe("other", Size.widths(16, 32));

  /// Has the content of [#OTHER], so both make the same versions.
  static final Recipe TWIN = recipe("twin", Size.widths(16, 32));

  /// [#OTHER] after a change: it has the content of [#PLAIN].
  static final Recipe CHANGED = recipe("other", Size.widths(16));

  /// Crops by the focal point.
  static final Recipe SQUARE = recipe("square", List.of(square(16)));

  /// Crops by the focal point, with a whole picture beside it.
  static final Recipe CARD = recipe("card", List.of(Size.ofWidth(32), square(24)));

  /// Has the content of [#SQUARE], so both make the same versions.
  static final Recipe BOX = recipe("box", List.of(square(16)));

  private SimulatedRecipes() {}

  static Size square(int px) {
    return new Size(new SizeName("crop"), px, px, new Fit.Cover(false, Gravity.CENTRE));
  }

  static Recipe recipe(String name, List<Size> sizes) {
    return new Recipe(
        name,
        sizes,
        Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 70, 2))),
        "#ffffff",
        true);
  }
}
