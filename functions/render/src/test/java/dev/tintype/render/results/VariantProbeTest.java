package dev.tintype.render.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Format;
import dev.tintype.render.Seeds;
import dev.tintype.render.golden.Darkroom;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.VipsWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class VariantProbeTest {

  private static final Picture SCENE = Picture.scene(37, 300);
  private static final Picture GLASS = Picture.glass(37, 300);

  /// A file and its format.
  @SuppressWarnings("ArrayRecordComponent")
  record File(String name, Format format, byte[] bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<File> files() {
    VipsWriter writer = new VipsWriter(Darkroom.VIPS);
    return Stream.of(
        new File("jpeg", Format.JPEG, Jpeg.plain(80).encode(SCENE)),
        new File("progressive jpeg", Format.JPEG, Jpeg.plain(80).inScans().encode(SCENE)),
        new File("webp", Format.WEBP, writer.webp(SCENE, "Q=50")),
        new File("webp with alpha", Format.WEBP, writer.webp(GLASS, "Q=50")),
        new File("lossless webp", Format.WEBP, writer.webp(GLASS, "lossless")),
        new File(
            "moving webp",
            Format.WEBP,
            writer.webp(List.of(SCENE, GLASS), new int[] {40, 40}, 0, 1)),
        new File("avif", Format.AVIF, writer.avif(SCENE, "Q=50")),
        new File("avif with alpha", Format.AVIF, writer.avif(GLASS, "Q=50")),
        new File("png", Format.PNG, Png.of(Png.Type.RGB).encode(SCENE)),
        new File("png with alpha", Format.PNG, Png.of(Png.Type.RGBA).encode(GLASS)));
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsTheDimensionsOfItsOwnFormatOnly(File file) {
    assertThat(probe(file.format(), file.bytes())).contains(new Dimensions(37, 300));
    for (Format other : Format.values()) {
      if (other != file.format()) {
        assertThat(probe(other, file.bytes())).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void arbitraryBytesCauseNoException(File file) {
    for (int length = 0; length < 64; length++) {
      assertThat(probe(file.format(), Arrays.copyOf(file.bytes(), length)))
          .isIn(Optional.empty(), Optional.of(new Dimensions(37, 300)));
    }
    Seeds.all()
        .forEach(seed -> {
          RandomGenerator random = Seeds.random(seed);
          for (int i = 0; i < 2000; i++) {
            byte[] head = Arrays.copyOf(file.bytes(), random.nextInt(1, VariantProbe.HEAD_BYTES));
            for (int changes = random.nextInt(1, 9); changes > 0; changes--) {
              head[random.nextInt(Math.min(head.length, 64))] = (byte) random.nextInt(256);
            }
            assertThat(VariantProbe.dimensions(file.format(), head))
                .as("seed %d", seed)
                .isNotNull();
          }
        });
  }

  private static Optional<Dimensions> probe(Format format, byte[] file) {
    return VariantProbe.dimensions(
        format, Arrays.copyOf(file, Math.min(file.length, VariantProbe.HEAD_BYTES)));
  }
}
