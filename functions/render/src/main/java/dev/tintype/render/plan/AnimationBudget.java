package dev.tintype.render.plan;

import dev.tintype.core.Limits;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/// Shares [Limits#MAX_ANIMATED_PIXELS] among the views of an animation.
final class AnimationBudget {

  private final int frames;
  private final Set<View> granted = new HashSet<>();
  private long spent;

  /// @param frames the frames of each view
  AnimationBudget(int frames) {
    this.frames = frames;
  }

  /// Grants views in their order, up to the first that exceeds the rest.
  void grant(Stream<View> views) {
    views.takeWhile(this::allows).forEach(this::spend);
  }

  private boolean allows(View view) {
    return granted.contains(view) || spent + pixels(view) <= Limits.MAX_ANIMATED_PIXELS;
  }

  private void spend(View view) {
    if (granted.add(view)) {
      spent += pixels(view);
    }
  }

  private long pixels(View view) {
    return view.output().pixels() * frames;
  }

  /// @return the granted views
  Set<View> granted() {
    return Set.copyOf(granted);
  }
}
