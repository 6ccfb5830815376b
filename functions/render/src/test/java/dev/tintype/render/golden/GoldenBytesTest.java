package dev.tintype.render.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.RenderRevision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The same original gives the same bytes: on every run, with SIMD off, and as long as
/// [RenderRevision] is unchanged.
final class GoldenBytesTest {

  private static final Path MADE = Path.of("target", "golden-bytes");

  /// libwebp and zlib have no such switch.
  private static final Map<String, String> NO_SIMD =
      Map.of("VIPS_NOVECTOR", "1", "JSIMD_FORCENONE", "1", "AOM_SIMD_CAPS", "0");

  @Test
  void bytesChangeOnlyWithTheRenderRevision() throws IOException {
    String name = RenderRevision.CURRENT + ".txt";
    List<String> made = GoldenBytes.lines();
    Files.createDirectories(MADE);
    Files.write(MADE.resolve(name), made);
    Path kept = Path.of("src", "test", "resources", "golden-bytes", name);
    List<String> wanted = Files.exists(kept) ? Files.readAllLines(kept) : List.of();
    assertThat(made)
        .as(
            "The bytes of variants have changed: raise RenderRevision (it is %s), so that no URL"
                + " changes its bytes, and keep %s as the golden bytes of the new revision.",
            RenderRevision.CURRENT, MADE.resolve(name))
        .isEqualTo(wanted);
  }

  @Test
  void bytesAreTheSameWithoutSimd() throws Exception {
    assertThat(inAProcessWith(NO_SIMD)).isEqualTo(GoldenBytes.lines());
  }

  private static List<String> inAProcessWith(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Dtintype.libvips=" + System.getProperty("tintype.libvips", ""),
            "-cp",
            System.getProperty("java.class.path"),
            GoldenBytes.class.getName());
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().toList();
  }
}
