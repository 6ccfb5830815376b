package dev.tintype.render.process;

import dev.tintype.core.recipe.Recipes;
import dev.tintype.render.child.Fault;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import java.nio.file.Path;
import java.time.Duration;

/// A worker with a hanging renderer, to be killed by a test. It prints the renderer's process id
/// and waits.
final class DoomedWorker {

  private DoomedWorker() {}

  /// Hangs in the folder given as the only argument.
  public static void main(String[] arguments) throws Exception {
    try (TrialRenderer renderer =
        TrialRenderer.faulty(Path.of(arguments[0]), Fault.HANG, Duration.ofMinutes(5))) {
      byte[] photo = Jpeg.plain(80).encode(Picture.scene(64, 48));
      renderer.render(photo, Recipes.FAST, step -> System.out.println(renderer.pid()));
    }
  }
}
