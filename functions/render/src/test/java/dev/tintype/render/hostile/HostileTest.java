package dev.tintype.render.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.render.golden.Darkroom;
import dev.tintype.render.process.TrialRenderer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sends every hostile file through a real jailed renderer. The renderer is kept after a rejection,
/// which saves three hundred starts; [dev.tintype.render.process.VerdictTest] replaces it as in
/// production.
final class HostileTest {

  private static final Recipe SMALL =
      new Recipe(
          "small",
          Size.widths(40, 400),
          Map.of(
              Format.AVIF, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0)),
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
          "#ffffff",
          /* animation= */ true);

  private static final long CAP_BYTES = 1536L << 20;

  @TempDir private static Path folder;
  private static TrialRenderer renderer;

  @BeforeAll
  static void start() {
    renderer = TrialRenderer.kept(folder.resolve("trial"), Duration.ofMinutes(2));
  }

  @AfterAll
  static void close() {
    renderer.close();
    assertThat(folder).isEmptyDirectory();
  }

  static Stream<Specimen> specimens() {
    return HostileSet.all(Darkroom.VIPS).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specimens")
  void aHostileFileGetsItsVerdict(Specimen specimen) throws Exception {
    Rendering rendering = renderer.render(specimen.bytes(), SMALL);
    String verdict =
        switch (rendering) {
          case Rendering.Rendered _ -> "rendered";
          case Rendering.Rejected(var reason, String _) -> reason.code();
          case Rendering.Died(var _, var cause, String _) -> cause.code();
          case Rendering.Interrupted() -> "interrupted";
        };
    assertThat(verdict).as("%s", rendering).isIn(specimen.verdicts());
    assertThat(renderer.peakBytes()).isLessThan(CAP_BYTES);
    assertThat(renderer.leftovers()).isEmpty();
    assertNoPayload();
  }

  private static void assertNoPayload() throws IOException {
    try (Stream<Path> files = Files.list(renderer.variants())) {
      for (Path file : files.toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("payload", "<?php", "SecretCamera");
      }
    }
  }
}
