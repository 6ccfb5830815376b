package dev.tintype.render.format.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.Seeds;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.golden.Darkroom;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.VipsWriter;
import dev.tintype.vips.VipsOperation;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damages three pictures in each coding process, 150 times each. The JDK's decoder and the pixels
/// judge the result. `docs/verdicts.md` lists the damage that stays undetected.
final class JpegDamageTest {

  private static final int DAMAGES = 150;

  /// Of 450. A changed value with a valid code passes every decoder.
  private static final int MOST_PASSED = 160;

  /// An encoder omits trailing zeros of arithmetic-coded data, so a cut of its last bytes cannot be
  /// detected.
  private static final int LAST_BYTES = 24;

  private static Map<String, byte[]> files(String coding) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("scene", encode(coding, Picture.scene(320, 240)));
    files.put("grain", encode(coding, grain()));
    Picture scene = Picture.scene(320, 240);
    files.put(
        "half white",
        encode(coding, Picture.paint(320, 240, (x, y) -> y < 120 ? scene.at(x, y) : 0xffffffff)));
    return files;
  }

  /// A scene with sensor noise.
  private static Picture grain() {
    Picture scene = Picture.scene(320, 240);
    RandomGenerator random = Seeds.random(17);
    return Picture.paint(
        320,
        240,
        (x, y) -> {
          int[] c = scene.channels(x, y);
          double noise = 12 * random.nextGaussian();
          return Picture.rgb(c[0] + noise, c[1] + noise, c[2] + noise);
        });
  }

  private static byte[] encode(String coding, Picture picture) {
    VipsOperation save = VipsOperation.named("jpegsave_buffer").with("Q", 85);
    VipsWriter writer = new VipsWriter(Darkroom.VIPS);
    return switch (coding) {
      case "baseline" -> Jpeg.plain(85).encode(picture);
      case "optimized" -> writer.encode(picture, save.with("optimize-coding", true));
      case "progressive" -> Jpeg.plain(85).inScans().encode(picture);
      case "many scans" ->
          writer.encode(picture, save.with("interlace", true).with("optimize-scans", true));
      case "restarts" -> writer.encode(picture, save.with("restart-interval", 7));
      default -> ArithmeticJpeg.encode(picture, 6);
    };
  }

  private static JpegVerdict check(byte[] file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(file.length);
      MemorySegment.copy(file, 0, memory, ValueLayout.JAVA_BYTE, 0, file.length);
      return JpegFile.check(new NativeBytes(memory));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"baseline", "optimized", "progressive", "many scans", "restarts", "arithmetic"})
  void damageThatLosesUnitsIsDetected(String coding) throws IOException {
    List<String> passed = new ArrayList<>();
    for (Map.Entry<String, byte[]> whole : files(coding).entrySet()) {
      byte[] file = whole.getValue();
      assertThat(check(file)).as(whole.getKey()).isInstanceOf(JpegVerdict.Whole.class);
      RandomGenerator random = Seeds.random(whole.getKey().hashCode() + coding.hashCode());
      for (int i = 0; i < DAMAGES; i++) {
        JpegDamage.Damaged damaged = JpegDamage.random(file, random);
        if (check(damaged.file()) instanceof JpegVerdict.Whole) {
          String what =
              "%s %s, damage %d: %s at %d of %d"
                  .formatted(
                      coding, whole.getKey(), i, damaged.kind(), damaged.from(), file.length);
          assertUnnoticeable(what, coding, file, damaged);
          passed.add(what);
        }
      }
    }
    report(coding, passed);
    assertThat(passed).hasSizeLessThan(MOST_PASSED);
  }

  /// Damage may pass only when the JDK's decoder finds nothing wrong either.
  private static void assertUnnoticeable(
      String what, String coding, byte[] file, JpegDamage.Damaged damaged) {
    boolean last = damaged.from() > file.length - LAST_BYTES;
    boolean mayEnd =
        (coding.equals("progressive") || coding.equals("many scans"))
            && damaged.kind() == JpegDamage.CUT_AND_ENDED;
    if (!last && !mayEnd) {
      assertThat(damaged.kind().loses()).as(what).isFalse();
    }
    if (!last && !coding.equals("arithmetic")) {
      assertThat(SecondDecoder.look(damaged.file()).complaints()).as(what).isEmpty();
    }
  }

  /// Writes the undetected damage for `docs/verdicts.md`.
  private static void report(String coding, List<String> passed) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "jpeg-damage"));
    Files.write(folder.resolve(coding.replace(' ', '-') + ".txt"), passed);
  }
}
