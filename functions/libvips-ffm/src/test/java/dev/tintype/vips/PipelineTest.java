package dev.tintype.vips;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {

  private final Vips vips = TestVips.VIPS;

  @Test
  void aMappedJpegBecomesASmallAvif(@TempDir Path folder) throws Exception {
    Path avif = folder.resolve("small.avif");
    Path original = folder.resolve("original.jpg");
    try (Arena arena = Arena.ofConfined();
        VipsImage picture = GeneratedImages.gradient(vips, arena, 400, 300, 3)) {
      vips.run(
          VipsOperation.named("jpegsave")
              .with("in", picture)
              .with("filename", original.toString()));
    }
    try (Arena arena = Arena.ofShared();
        FileChannel file = FileChannel.open(original)) {
      MemorySegment jpeg = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena);
      VipsOperation thumbnail =
          VipsOperation.named("thumbnail_buffer")
              .with("buffer", jpeg)
              .with("option-string", "[fail-on=warning]")
              .with("width", 200)
              .with("height", 10_000)
              .with("size", "down");
      try (VipsImage lazy = vips.during("decode").image(thumbnail);
          VipsImage level = lazy.copyToMemory();
          VipsImage half =
              vips.image(VipsOperation.named("resize").with("in", level).with("scale", 0.5))) {
        vips.during("encode")
            .run(
                VipsOperation.named("heifsave")
                    .with("in", half)
                    .with("filename", avif.toString())
                    .with("compression", "av1")
                    .with("Q", 60)
                    .with("effort", 0)
                    .with("bitdepth", 8)
                    .with("keep", "none"));
      }
    }
    try (VipsImage read = vips.fromFile(avif, "")) {
      assertThat(read.width()).isEqualTo(100);
      assertThat(read.height()).isEqualTo(75);
      assertThat(read.bands()).isEqualTo(3);
    }
    assertThat(new String(Files.readAllBytes(avif), 4, 8, StandardCharsets.US_ASCII))
        .isEqualTo("ftypavif");
  }
}
