package dev.tintype.render.plan;

import dev.tintype.core.Encoding;
import dev.tintype.core.Limits;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/// Shares [Limits#MAX_ANIMATED_PIXELS] among the files of an animation.
final class AnimationBudget {

  private final int frames;
  private final Set<Moving> granted = new HashSet<>();
  private long spent;

  /// @param frames the frames of each file
  AnimationBudget(int frames) {
    this.frames = frames;
  }

  /// A file that may be animated.
  ///
  /// @param view what each frame shows
  /// @param encoding how it is encoded, for any width
  record Moving(View view, Encoding encoding) {}

  /// Grants files in their order, up to the first that exceeds the rest.
  void grant(Stream<Moving> files) {
    files.takeWhile(this::allows).forEach(this::spend);
  }

  private boolean allows(Moving file) {
    return granted.contains(file) || spent + pixels(file) <= Limits.MAX_ANIMATED_PIXELS;
  }

  private void spend(Moving file) {
    if (granted.add(file)) {
      spent += pixels(file);
    }
  }

  private long pixels(Moving file) {
    return file.view().output().pixels() * frames;
  }

  /// @return the granted files
  Set<Moving> granted() {
    return Set.copyOf(granted);
  }
}
