package dev.tintype.render.plan;

import dev.tintype.render.plan.RenderPlan.Level;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the levels of a plan.
final class LevelsOf {

  private static final Comparator<Dimensions> WIDEST_FIRST =
      Comparator.comparingInt(Dimensions::width).thenComparingInt(Dimensions::height).reversed();

  private LevelsOf() {}

  /// @param original the size of the upright original
  static List<Level> files(Dimensions original, List<PlannedFile> files) {
    List<View> views = files.stream().map(PlannedFile::view).distinct().toList();
    List<Dimensions> wholes =
        wholes(original, views.stream().map(View::unsharpened).distinct().toList());
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < wholes.size(); i++) {
      Optional<Integer> from =
          i == 0 ? Optional.empty() : Optional.of(from(wholes.subList(0, i), wholes.get(i)));
      levels.add(new Level(View.whole(wholes.get(i)), from));
    }
    views.stream()
        .filter(view -> !view.isWhole(original))
        .sorted(Comparator.comparing(View::output, WIDEST_FIRST))
        .forEach(view -> levels.add(new Level(view, Optional.of(from(original, wholes, view)))));
    return levels;
  }

  /// Leaves out levels that nothing is made from.
  ///
  /// @param levels all levels of a plan
  /// @param wanted the indices of those that stay; the levels that they are made from stay too
  /// @return in the same order
  static List<Level> needed(List<Level> levels, BitSet wanted) {
    BitSet stays = BitSet.valueOf(wanted.toLongArray());
    for (int i = levels.size() - 1; i > 0; i--) {
      if (stays.get(i)) {
        stays.set(levels.get(i).from().orElseThrow());
      }
    }
    return stays.stream()
        .mapToObj(levels::get)
        .map(level ->
            new Level(
                level.view(), level.from().map(from -> stays.get(0, from).cardinality())))
        .toList();
  }

  /// A sharpened whole picture is made from the same picture before sharpening. That level exists
  /// for it, and other levels are resized from there as if nothing were sharpened.
  private static int from(Dimensions original, List<Dimensions> wholes, View view) {
    return view.unsharpened().isWhole(original)
        ? wholes.indexOf(view.output())
        : from(wholes, view.scaledWhole(original));
  }

  /// The sizes of the whole picture, widest first. The first has enough pixels for every view.
  private static List<Dimensions> wholes(Dimensions original, List<View> views) {
    Optional<Dimensions> needed =
        views.stream().map(view -> view.scaledWhole(original)).min(WIDEST_FIRST);
    return Stream.concat(
            needed.stream(),
            views.stream().filter(view -> view.isWhole(original)).map(View::output))
        .distinct()
        .sorted(WIDEST_FIRST)
        .toList();
  }

  /// The smallest size that is at least twice as wide; else the widest.
  private static int from(List<Dimensions> wholes, Dimensions wanted) {
    int from = 0;
    for (int i = 0; i < wholes.size(); i++) {
      if (wholes.get(i).width() >= 2L * wanted.width()) {
        from = i;
      }
    }
    return from;
  }
}
