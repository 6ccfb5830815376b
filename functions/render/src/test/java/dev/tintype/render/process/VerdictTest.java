package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Recipes;
import dev.tintype.core.Rejection;
import dev.tintype.core.port.Renderer.RenderedFile;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.state.Step;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the worker makes of a renderer that rejects, dies, hangs or lies, under the whole jail.
final class VerdictTest {

  private static final byte[] PHOTO = Jpeg.plain(80).encode(Picture.scene(300, 200));
  private static final Recipe SMALL =
      new Recipe(
          "small",
          List.of(40, 80),
          Map.of(
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
          "#ffffff",
          /* animation= */ true);

  @TempDir private Path folder;

  @Test
  void everyVariantOfAPhotoIsThereAndNothingElse() throws Exception {
    try (TrialRenderer renderer = TrialRenderer.asInService(folder.resolve("trial"))) {
      List<Step> steps = new ArrayList<>();
      Rendering rendering =
          renderer.render(Jpeg.plain(80).encode(Picture.scene(700, 500)), Recipes.FAST, steps::add);
      Rendering.Rendered rendered = (Rendering.Rendered) rendering;
      assertThat(steps).containsExactly(Step.DECODE, Step.ENCODE);
      assertThat(rendered.manifest().variants()).hasSize(21);
      assertThat(renderer.leftovers()).isEmpty();
      try (var files = Files.list(renderer.variants())) {
        assertThat(files)
            .containsExactlyInAnyOrderElementsOf(
                rendered.files().stream().map(RenderedFile::path).distinct().toList());
      }
    }
  }

  @Test
  void aRendererIsReplacedAfterARejectionAndKeptAfterASuccess() throws Exception {
    try (TrialRenderer renderer = TrialRenderer.asInService(folder.resolve("trial"))) {
      assertThat(renderer.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
      long first = renderer.pid();
      assertThat(renderer.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
      assertThat(renderer.pid()).isEqualTo(first);
      assertThat(renderer.render(new byte[] {1, 2, 3}, SMALL))
          .isInstanceOfSatisfying(
              Rendering.Rejected.class,
              r -> assertThat(r.reason()).isEqualTo(Rejection.UNSUPPORTED_FORMAT));
      assertThat(renderer.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
      assertThat(renderer.pid()).isNotEqualTo(first);
      assertThat(ProcessHandle.of(first)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CRASH",
        "SWELL",
        "BABBLE",
        "WRONG_DIMENSIONS",
        "LINK",
        "MISSING",
        "FOLDER",
        "WRONG_HEADER"
      })
  void aRendererThatDiesOrLiesIsAnsweredAsACrashAndTheNextJobWorks(String fault) throws Exception {
    assertDeathThenSuccess(fault, Duration.ofMinutes(2), Rejection.DECODER_CRASHED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAIT", "HANG"})
  void aRendererThatHangsIsAnsweredAsATimeoutAndTheNextJobWorks(String fault) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        assertDeathThenSuccess(fault, Duration.ofSeconds(5), Rejection.DECODER_TIMEOUT);
        return;
      } catch (RendererUnavailable heldUp) {
        // A machine that others load may not have given it its share.
        assertThat(attempt).as("%s", heldUp).isLessThan(10);
      }
    }
  }

  @Test
  @Timeout(180)
  void aRendererHeldUpByABusyMachineIsNoTimeoutOfTheOriginals() throws Exception {
    try (TrialRenderer renderer =
            TrialRenderer.faulty(folder.resolve("trial"), "HANG", Duration.ofSeconds(4));
        BusyMachine _ = BusyMachine.start()) {
      assertThatExceptionOfType(RendererUnavailable.class)
          .isThrownBy(() -> renderer.render(PHOTO, SMALL))
          .withMessageContaining("this machine is too busy");
    }
  }

  private void assertDeathThenSuccess(String fault, Duration deadline, Rejection cause)
      throws Exception {
    try (TrialRenderer renderer = TrialRenderer.faulty(folder.resolve("trial"), fault, deadline)) {
      Rendering rendering = renderer.render(PHOTO, SMALL);
      assertThat(rendering)
          .isInstanceOfSatisfying(
              Rendering.Died.class,
              died -> {
                assertThat(died.cause()).as("%s", died).isEqualTo(cause);
                assertThat(died.step().blamesTheOriginal()).isTrue();
              });
      assertThat(renderer.leftovers()).isEmpty();
      for (boolean worked = false; !worked; ) {
        worked = isRendered(renderer);
      }
    }
  }

  /// A loaded machine may need more than the hanging renderer's deadline, or give it no time at
  /// all.
  private static boolean isRendered(TrialRenderer renderer) throws Exception {
    try {
      Rendering next = renderer.render(PHOTO, SMALL);
      if (next instanceof Rendering.Rendered) {
        return true;
      }
      assertThat(next)
          .isInstanceOfSatisfying(
              Rendering.Died.class,
              died -> assertThat(died.cause()).isEqualTo(Rejection.DECODER_TIMEOUT));
    } catch (RendererUnavailable heldUp) {
      assertThat(heldUp).hasMessageContaining("this machine is too busy");
    }
    return false;
  }

  @Test
  void aRendererLeftInTheMiddleOfAJobIsNotAskedAgain() throws Exception {
    try (TrialRenderer renderer = TrialRenderer.asInService(folder.resolve("trial"))) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() ->
              renderer.render(
                  PHOTO,
                  SMALL,
                  step -> {
                    if (step == Step.ENCODE) {
                      throw new IllegalStateException("the lease is lost");
                    }
                  }));
      assertThat(renderer.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
    }
  }

  /// A worker in a process of its own is killed in the middle of a job: its renderer dies with it,
  /// and the next worker removes what it left.
  @Test
  void nothingOutlivesAWorkerThatWasKilled() throws Exception {
    Path trial = folder.resolve("trial");
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dtintype.libvips=" + System.getProperty("tintype.libvips", ""),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedWorker.class.getName(),
                trial.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long renderer;
    try (var lines = worker.inputReader()) {
      renderer = Long.parseLong(lines.readLine());
      assertThat(ProcessHandle.of(renderer)).isPresent();
      worker.destroyForcibly().waitFor();
    }
    ProcessHandle.of(renderer).ifPresent(left -> left.onExit().join());
    assertThat(trial.resolve("work")).isNotEmptyDirectory();
    try (TrialRenderer next = TrialRenderer.asInService(trial)) {
      assertThat(next.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
      try (var folders = Files.list(trial.resolve("work"))) {
        assertThat(folders.filter(Files::isDirectory)).hasSize(1);
      }
    }
  }
}
