package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of the memory of renderings.
final class MemoryUseTest {

  private static final byte[] PHOTO = Jpeg.plain(80).encode(Picture.scene(300, 200));

  @TempDir private Path folder;

  @Test
  void memoryThatMayBeOfAJobBeforeIsNotTold() throws Exception {
    try (TrialRenderer renderer = TrialRenderer.asInService(folder.resolve("trial"))) {
      assertThat(renderer.render(PHOTO, Recipes.FAST)).isInstanceOf(Rendering.Rendered.class);
      assertThat(renderer.memoryUse()).isPresent();
      long first = renderer.pid();
      assertThat(renderer.render(PHOTO, Recipes.FAST)).isInstanceOf(Rendering.Rendered.class);
      assertThat(renderer.pid()).as("the same renderer").isEqualTo(first);
      assertThat(renderer.memoryUse()).isEmpty();
    }
  }
}
