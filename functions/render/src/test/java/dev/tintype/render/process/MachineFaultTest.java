package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.Rejection;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.Step;
import dev.tintype.render.cgroup.MemoryGroups;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Renders a good photo on a machine, or in a control group, that has too little memory for it.
@Timeout(300)
final class MachineFaultTest {

  private static final byte[] PHOTO = Jpeg.plain(80).encode(Picture.scene(600, 400));

  @TempDir private Path folder;

  @Test
  void aKillForLackOfMemoryDoesNotRejectTheOriginal() throws Exception {
    MemoryGroups groups = recorded(0);
    try (TrialRenderer renderer = TrialRenderer.among(groups, folder.resolve("trial"))) {
      assertThatExceptionOfType(RendererUnavailable.class)
          .isThrownBy(() -> renderer.render(PHOTO, Recipes.FAST, step -> kill(renderer, step, 1)))
          .withMessageContaining("the control group " + folder.resolve("group"))
          .withMessageContaining("allows 238 MiB")
          .withMessageContaining("this original may need");
      assertThat(renderer.render(PHOTO, Recipes.FAST)).isInstanceOf(Rendering.Rendered.class);
    }
  }

  @Test
  void aRendererThatKillsItselfRejectsTheOriginal() throws Exception {
    try (TrialRenderer renderer = TrialRenderer.among(recorded(7), folder.resolve("trial"))) {
      assertThat(renderer.render(PHOTO, Recipes.FAST, step -> kill(renderer, step, 7)))
          .isInstanceOfSatisfying(
              Rendering.Died.class,
              died -> assertThat(died.cause()).isEqualTo(Rejection.DECODER_CRASHED));
    }
  }

  /// Where renderers have a control group of their own, the kernel itself kills the renderer.
  @Test
  void twelveMegapixelsInATooSmallGroupAreTheMachinesFault() throws Exception {
    byte[] photo = Jpeg.plain(80).encode(Picture.scene(4000, 3000));
    try (TrialRenderer renderer = TrialRenderer.asInService(folder.resolve("trial"))) {
      long _ = renderer.warm();
      Path own = renderer.memoryGroups().groups().getLast();
      boolean made = own.getFileName().toString().startsWith("tintype-renderer-");
      System.out.println("Control group of the renderers: " + (made ? own : "none can be made"));
      if (!made) {
        assertThat(renderer.render(photo, Recipes.FAST)).isInstanceOf(Rendering.Rendered.class);
        return;
      }
      limit(own, "100000000");
      assertThatExceptionOfType(RendererUnavailable.class)
          .isThrownBy(() -> renderer.render(photo, Recipes.FAST))
          .withMessageContaining("allows 95 MiB");
      limit(own, "2000000000");
      assertThat(renderer.render(PHOTO, Recipes.FAST)).isInstanceOf(Rendering.Rendered.class);
    }
  }

  private static void limit(Path group, String bytes) throws IOException {
    Path first = group.resolve("memory.limit_in_bytes");
    Files.writeString(Files.exists(first) ? first : group.resolve("memory.max"), bytes);
  }

  private MemoryGroups recorded(int kills) throws IOException {
    Path group = Files.createDirectories(folder.resolve("group"));
    Files.writeString(group.resolve("memory.max"), "250000000\n");
    Files.writeString(group.resolve("memory.events"), "oom_kill " + kills + "\n");
    return new MemoryGroups(2, List.of(group), folder.resolve("none"));
  }

  private void kill(TrialRenderer renderer, Step step, int kills) {
    if (step != Step.ENCODE) {
      return;
    }
    try {
      Files.writeString(folder.resolve("group/memory.events"), "oom_kill " + kills + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ProcessHandle.of(renderer.pid()).orElseThrow().destroyForcibly();
  }
}
