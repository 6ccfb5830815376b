package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Limits;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.Size;
import dev.tintype.core.port.Renderer.RenderedFile;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.Step;
import dev.tintype.render.child.Fault;
import dev.tintype.render.golden.Darkroom;
import dev.tintype.render.hostile.Whole;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Tiff;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The worker's verdict when a renderer rejects, dies, hangs or lies, in the full jail.
final class VerdictTest {

  private static final byte[] PHOTO = Jpeg.plain(80).encode(Picture.scene(300, 200));
  private static final byte[] DAMAGED = damaged();
  private static final Rejection UNSUPPORTED = Rejection.UNSUPPORTED_FORMAT;
  private static final Recipe SMALL =
      new Recipe(
          "small",
          Size.widths(40, 80),
          Map.of(
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
          "#ffffff",
          /* animation= */ true);

  /// Each is used by many tests, since most of a test's time is the start of a renderer.
  private static TrialRenderer faulty;

  private static TrialRenderer kept;

  @TempDir private Path folder;

  @BeforeAll
  static void prepare(@TempDir Path shared) {
    faulty = TrialRenderer.faulty(shared.resolve("faulty"), Fault.NONE, Duration.ofMinutes(2));
    kept = TrialRenderer.asInService(shared.resolve("kept"));
  }

  @AfterAll
  static void end() {
    faulty.close();
    kept.close();
  }

  /// A PNG with a wrong byte in its compressed pixels and a correct checksum: only the codec
  /// detects the damage.
  private static byte[] damaged() {
    byte[] file = Png.of(Png.Type.RGB).encode(Picture.scene(200, 150));
    int data = new String(file, StandardCharsets.ISO_8859_1).indexOf("IDAT");
    int length = ByteBuffer.wrap(file).getInt(data - 4);
    file[data + length / 2] ^= 0x55;
    CRC32 checksum = new CRC32();
    checksum.update(file, data, 4 + length);
    ByteBuffer.wrap(file).putInt(data + 4 + length, (int) checksum.getValue());
    return file;
  }

  @Test
  void aPhotoGetsExactlyItsPlannedVariants() throws Exception {
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
  void aRendererIsReplacedAfterDamagedDataAndKeptAfterASuccess() throws Exception {
    try (TrialRenderer renderer = TrialRenderer.asInService(folder.resolve("trial"))) {
      assertThat(renderer.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
      long first = renderer.pid();
      assertThat(renderer.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
      assertThat(renderer.pid()).isEqualTo(first);
      assertThat(reasonOf(renderer.render(DAMAGED, SMALL))).isEqualTo(Rejection.CORRUPT);
      assertThat(renderer.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
      assertThat(renderer.pid()).isNotEqualTo(first);
      assertThat(ProcessHandle.of(first)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "CRASH",
        "SWELL",
        "BABBLE",
        "WRONG_DIMENSIONS",
        "LINK",
        "EMPTY",
        "FOLDER",
        "WRONG_HEADER",
        "OTHER_SIZE",
        "CROWD",
        "FLOOD",
        "THREADS",
        "REPEAT",
        "OTHER_JOB"
      })
  void aFaultyRendererIsReportedAsACrashAndTheNextJobWorks(Fault fault) throws Exception {
    faulty.meet(fault);
    assertDeathThenSuccess(faulty, Rejection.DECODER_CRASHED);
  }

  /// A late frame may arrive before or after the worker checks the pipe, a belated one arrives in
  /// the next job. The next original is not blamed for it.
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"LATE", "BELATED"})
  void aRendererThatSendsAFrameAfterItsLastServesNoOtherJob(Fault fault) throws Exception {
    try (TrialRenderer renderer =
        TrialRenderer.faulty(folder.resolve("trial"), fault, Duration.ofMinutes(2))) {
      long first = renderer.warm();
      renderer.render(PHOTO, SMALL);
      assertThat(renderer.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
      assertThat(renderer.pid()).isNotEqualTo(first);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"WAIT", "HANG"})
  void aHangingRendererIsReportedAsATimeoutAndTheNextJobWorks(Fault fault) throws Exception {
    BusyMachine.bear(() -> {
      try (TrialRenderer hanging =
          TrialRenderer.faulty(folder.resolve("trial"), fault, Duration.ofSeconds(5))) {
        assertDeathThenSuccess(hanging, Rejection.DECODER_TIMEOUT);
      }
    });
  }

  @Test
  @Timeout(180)
  void aRendererStarvedByABusyMachineDoesNotRejectTheOriginal() throws Exception {
    try (TrialRenderer renderer =
            TrialRenderer.faulty(folder.resolve("trial"), Fault.HANG, Duration.ofSeconds(4));
        BusyMachine _ = BusyMachine.start()) {
      assertThatExceptionOfType(RendererUnavailable.class)
          .isThrownBy(() -> renderer.render(PHOTO, SMALL))
          .withMessageContaining("this machine is too busy");
    }
  }

  /// Files that no codec reads, or of which it reads only a valid header.
  static Stream<Arguments> harmless() {
    Stream<Arguments> cut =
        Whole.files(Darkroom.VIPS).entrySet().stream()
            .map(file ->
                Arguments.of(
                    file.getKey() + ", cut",
                    Arrays.copyOf(file.getValue(), file.getValue().length * 2 / 3),
                    Rejection.TRUNCATED));
    return Stream.concat(cut, unreadable());
  }

  private static Stream<Arguments> unreadable() {
    return Stream.of(
        Arguments.of("nothing", new byte[0], Rejection.TRUNCATED),
        Arguments.of("an SVG", text("<svg xmlns='http://www.w3.org/2000/svg'/>"), UNSUPPORTED),
        Arguments.of("a PDF", text("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), UNSUPPORTED),
        Arguments.of("three bytes", new byte[] {1, 2, 3}, UNSUPPORTED),
        Arguments.of(
            "a HEIC", text("\0\0\0\u0018ftypheic\0\0\0\0mif1heic"), Rejection.UNSUPPORTED_CODEC),
        Arguments.of(
            "too many pixels",
            Png.of(Png.Type.GREY).blank(11_000, 11_000),
            Rejection.TOO_MANY_PIXELS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void aRendererIsKeptAfterAVerdictForWhichNoCodecMetDamage(
      String name, byte[] file, Rejection reason) throws Exception {
    long warm = kept.warm();
    assertThat(reasonOf(kept.render(file, SMALL))).as(name).isEqualTo(reason);
    assertThat(kept.pid()).isEqualTo(warm);
    assertThat(kept.leftovers()).isEmpty();
    assertThat(kept.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
    assertThat(kept.pid()).isEqualTo(warm);
  }

  @Test
  void theNextRendererStartsBeforeAJobNeedsIt() throws Exception {
    try (TrialRenderer renderer = TrialRenderer.asInService(folder.resolve("trial"))) {
      long first = renderer.warm();
      assertThat(reasonOf(renderer.render(DAMAGED, SMALL))).isEqualTo(Rejection.CORRUPT);
      while (renderer.pid() == 0 || renderer.pid() == first) {
        Thread.sleep(10);
      }
      long ahead = renderer.pid();
      assertThat(renderer.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
      assertThat(renderer.pid()).isEqualTo(ahead);
    }
  }

  @Test
  void aRendererStartedAheadEndsWithItsWorker() throws Exception {
    TrialRenderer renderer = TrialRenderer.asInService(folder.resolve("trial"));
    assertThat(reasonOf(renderer.render(DAMAGED, SMALL))).isEqualTo(Rejection.CORRUPT);
    renderer.close();
    assertThat(folder.resolve("trial")).doesNotExist();
  }

  @Test
  void aReportedSizeBeyondThePredictionsRangeIsRejected() throws Exception {
    try (TrialRenderer renderer =
        TrialRenderer.faulty(folder.resolve("trial"), Fault.HUGE_CLAIM, Duration.ofMinutes(2))) {
      assertThat(reasonOf(renderer.render(PHOTO, SMALL)))
          .isEqualTo(Rejection.NEEDS_TOO_MUCH_MEMORY);
    }
  }

  @Test
  void aRenderersDetailIsCutToOneKibibyte() throws Exception {
    try (TrialRenderer renderer =
        TrialRenderer.faulty(
            folder.resolve("trial"), Fault.BABBLING_VERDICT, Duration.ofMinutes(2))) {
      Rendering.Rejected rejected = (Rendering.Rejected) renderer.render(PHOTO, SMALL);
      assertThat(rejected.reason()).isEqualTo(Rejection.CORRUPT);
      assertThat(rejected.detail().length()).isBetween(500, 1024);
      assertThat(rejected.detail()).doesNotContain("\u0007");
    }
  }

  /// The longest original that is accepted, mapped in addition to everything else under the limits.
  @Test
  void anOriginalOfAHundredMegabytesRendersUnderTheLimits() throws Exception {
    byte[] tiff = Tiff.plain().encode(Picture.plain(5_770, 5_770, 0xff336699));
    assertThat(tiff.length).isBetween(99_000_000, (int) Limits.MAX_ORIGINAL_BYTES);
    try (TrialRenderer renderer = TrialRenderer.asInService(folder.resolve("trial"))) {
      assertThat(renderer.render(tiff, SMALL)).isInstanceOf(Rendering.Rendered.class);
    }
  }

  /// The test creates what the jail prevents: folders nested deeper than any path the kernel
  /// accepts, so that even root cannot remove them by name.
  @Test
  void aFolderThatCannotBeEmptiedRejectsTheOriginalAndIsAbandoned() throws Exception {
    Path trial = folder.resolve("trial");
    TrialRenderer renderer = TrialRenderer.asInService(trial);
    assertThat(renderer.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
    Path planted = renderer.out();
    Rendering rendering =
        renderer.render(
            PHOTO,
            SMALL,
            step -> {
              if (step == Step.ENCODE) {
                Nest.in(planted);
              }
            });
    assertThat(rendering)
        .isInstanceOfSatisfying(
            Rendering.Died.class,
            died -> {
              assertThat(died.cause()).isEqualTo(Rejection.DECODER_CRASHED);
              assertThat(died.step().blamesTheOriginal()).isTrue();
            });
    assertThat(renderer.leftFolders()).containsExactly(planted.getParent());
    assertThat(renderer.render(PHOTO, SMALL)).isInstanceOf(Rendering.Rendered.class);
    assertThat(renderer.out()).isNotEqualTo(planted);
    try (RendererProcess next =
        new RendererProcess(TrialRenderer.settings(trial.resolve("work")))) {
      assertThat(next.warm().missing()).isEmpty();
    }
    assertThat(planted.getParent()).exists();
    Nest.remove(planted);
    renderer.close();
    assertThat(trial).doesNotExist();
  }

  private static Rejection reasonOf(Rendering rendering) {
    assertThat(rendering).isInstanceOf(Rendering.Rejected.class);
    return ((Rendering.Rejected) rendering).reason();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void assertDeathThenSuccess(TrialRenderer renderer, Rejection cause)
      throws Exception {
    assertThat(renderer.render(PHOTO, SMALL))
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

  /// A busy machine may need more than the hanging renderer's deadline, or give it no time at all.
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
  void anInterruptedRendererGetsNoFurtherJob() throws Exception {
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

  /// Kills a worker process in the middle of a job: its renderer dies with it, and the next worker
  /// removes its files.
  @Test
  void aKilledWorkerLeavesNoRendererAndNoFolder() throws Exception {
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
