package dev.tintype.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowedLoadersTest {

  private static final String SVG =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>";
  private static final String MATRIX = "3 2\n1 2 3\n4 5 6\n";

  private final Vips vips = TestVips.VIPS;

  private void allowTintypesLoaders() {
    vips.allowLoaders(
        List.of(
            "VipsForeignLoadJpeg",
            "VipsForeignLoadPng",
            "VipsForeignLoadWebp",
            "VipsForeignLoadHeif",
            "VipsForeignLoadNsgif",
            "VipsForeignLoadTiff"));
  }

  @AfterEach
  void allowAll() {
    vips.allowLoaders(List.of("VipsForeignLoad"));
  }

  private static MemorySegment ascii(Arena arena, String text) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void svgAndMatrixTextLoadOnlyUntilLoadersAreRestricted(@TempDir Path folder) throws Exception {
    Path matrix = Files.writeString(folder.resolve("m.jpg"), MATRIX);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment svg = ascii(arena, SVG);
      assertThatCode(() -> vips.fromBuffer(svg, "").close()).doesNotThrowAnyException();
      assertThatCode(() -> vips.fromFile(matrix, "").close()).doesNotThrowAnyException();

      allowTintypesLoaders();

      assertThatExceptionOfType(VipsException.class).isThrownBy(() -> vips.fromBuffer(svg, ""));
      assertThatExceptionOfType(VipsException.class).isThrownBy(() -> vips.fromFile(matrix, ""));
      assertThatExceptionOfType(VipsException.class)
          .isThrownBy(() ->
              vips.run(VipsOperation.named("matrixload").with("filename", matrix.toString())));
      assertThatExceptionOfType(VipsException.class)
          .isThrownBy(() -> vips.run(VipsOperation.named("svgload_buffer").with("buffer", svg)));
      assertThatExceptionOfType(VipsException.class)
          .isThrownBy(() ->
              vips.run(
                  VipsOperation.named("thumbnail_buffer").with("buffer", svg).with("width", 5)));
    }
  }

  @Test
  void allowedFormatsStillLoad() {
    allowTintypesLoaders();
    try (Arena arena = Arena.ofConfined()) {
      for (String save :
          List.of(
              "jpegsave_buffer",
              "pngsave_buffer",
              "webpsave_buffer",
              "gifsave_buffer",
              "tiffsave_buffer")) {
        MemorySegment file = GeneratedImages.file(vips, arena, save, 20, 10);
        try (VipsImage read = vips.fromBuffer(file, "")) {
          assertThat(read.width()).as(save).isEqualTo(20);
        }
      }
      try (VipsImage image = GeneratedImages.gradient(vips, arena, 20, 10, 3);
          VipsBlob avif =
              vips.blob(
                  VipsOperation.named("heifsave_buffer")
                      .with("in", image)
                      .with("compression", "av1"));
          VipsImage read = vips.fromBuffer(avif.asSegment(), "")) {
        assertThat(read.width()).isEqualTo(20);
      }
    }
  }

  @Test
  void anUnknownLoaderClassLeavesAllLoadersBlocked() {
    for (String name : List.of("VipsForeignLoadNothing", "VipsForeignSave", "VipsImage", "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vips.allowLoaders(List.of("VipsForeignLoadPng", name)))
          .withMessage("libvips has no loader class " + name);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment png = GeneratedImages.file(vips, arena, "pngsave_buffer", 5, 5);
      assertThatExceptionOfType(VipsException.class).isThrownBy(() -> vips.fromBuffer(png, ""));
    }
  }
}
