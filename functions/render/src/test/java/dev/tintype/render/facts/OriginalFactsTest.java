package dev.tintype.render.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.OriginalFormat;
import dev.tintype.render.golden.Darkroom;
import dev.tintype.render.pipeline.Pipeline;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import dev.tintype.render.specimens.Tiff;
import dev.tintype.render.specimens.VipsWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// For good files, the worker's own facts agree with the decoders' headers. For another picture's
/// header, they contradict it.
final class OriginalFactsTest {

  private static final Picture SCENE = Picture.scene(37, 30);
  private static final Picture GLASS = Picture.glass(37, 30);

  @TempDir private Path folder;

  @SuppressWarnings("ArrayRecordComponent")
  record File(String name, int frames, byte[] bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<File> files() {
    VipsWriter writer = new VipsWriter(Darkroom.VIPS);
    return Stream.of(
        new File("jpeg", 1, Jpeg.plain(80).encode(SCENE)),
        new File("progressive jpeg", 1, Jpeg.plain(80).inScans().encode(SCENE)),
        new File("webp", 1, writer.webp(SCENE, "Q=50")),
        new File("webp with alpha", 1, writer.webp(GLASS, "Q=50")),
        new File("lossless webp", 1, writer.webp(GLASS, "lossless")),
        new File("moving webp", 2, writer.webp(List.of(SCENE, GLASS), new int[] {40, 40}, 0, 1)),
        new File("png", 1, Png.of(Png.Type.RGB).encode(SCENE)),
        new File("interlaced png", 1, Png.of(Png.Type.RGB).interlaced().encode(SCENE)),
        new File("gif", 1, Gif.of(Picture.plain(37, 30, 0xff102030))),
        new File("moving gif", 3, new Gif(40, 0).repeated(Picture.plain(37, 30, 0xff102030), 3)),
        new File("tiff", 1, Tiff.plain().encode(SCENE)),
        new File("avif", 1, writer.avif(SCENE, "Q=50")),
        new File("avif with alpha", 1, writer.avif(GLASS, "Q=50")));
  }

  @ParameterizedTest
  @MethodSource("files")
  void theFilesOwnHeaderDoesNotContradictIt(File file) throws IOException {
    assertThat(facts(file.bytes()).contradiction(header(file.bytes()))).isEmpty();
    assertThat(header(file.bytes()).frames()).isEqualTo(file.frames());
  }

  @ParameterizedTest
  @MethodSource("files")
  void theHeaderOfAnotherPictureContradictsTheFile(File file) throws IOException {
    OriginalFacts facts = facts(file.bytes());
    Header header = header(file.bytes());
    OriginalFormat other =
        header.format() == OriginalFormat.PNG ? OriginalFormat.GIF : OriginalFormat.PNG;
    assertThat(facts.contradiction(of(other, header.stored(), header.frames(), header.bytes())))
        .isPresent();
    for (Dimensions wrong : List.of(new Dimensions(38, 30), new Dimensions(37, 31))) {
      assertThat(facts.contradiction(of(header.format(), wrong, header.frames(), header.bytes())))
          .isPresent();
    }
    assertThat(
            facts.contradiction(
                of(header.format(), header.stored(), header.frames(), header.bytes() + 1)))
        .isPresent();
    if (header.format() != OriginalFormat.AVIF) {
      assertThat(
              facts.contradiction(
                  of(header.format(), header.stored(), header.frames() + 1, header.bytes())))
          .isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void damagedFilesCauseNoException(File file) throws IOException {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    for (int i = 0; i < 200; i++) {
      byte[] bytes = Arrays.copyOf(file.bytes(), random.nextInt(64, file.bytes().length + 1));
      for (int changes = random.nextInt(1, 9); changes > 0; changes--) {
        bytes[random.nextInt(16, bytes.length)] = (byte) random.nextInt(256);
      }
      assertThat(facts(bytes).bytes()).isEqualTo(bytes.length);
    }
  }

  @Test
  void unknownStructuresAreLeftToTheRenderer() throws IOException {
    byte[] cut = Arrays.copyOf(Jpeg.plain(80).encode(SCENE), 20);
    assertThat(facts(cut).sizes()).isEqualTo(Set.of());
    byte[] gif = "GIF89a%%%%\0\0\0\u0007".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(facts(gif).mostFrames()).isEqualTo(OptionalInt.empty());
  }

  private OriginalFacts facts(byte[] bytes) throws IOException {
    return OriginalFacts.of(Files.write(folder.resolve("original"), bytes));
  }

  private static Header header(byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = arena.allocate(bytes.length);
      MemorySegment.copy(bytes, 0, file, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes.length);
      return new Pipeline(Darkroom.VIPS, 1).header(file);
    }
  }

  private static Header of(OriginalFormat format, Dimensions stored, int frames, long bytes) {
    return new Header(format, stored, 1, frames, 3, 8, false, 0, ColorSource.NONE, bytes);
  }
}
