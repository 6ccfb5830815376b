package dev.tintype.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OwnershipTest {

  private final Vips vips = TestVips.VIPS;

  @Test
  void manyThumbnailsAndFailuresLeakNothing() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment jpeg = GeneratedImages.file(vips, arena, "jpegsave_buffer", 320, 240);
      MemorySegment half = jpeg.asSlice(0, jpeg.byteSize() / 2);
      for (int i = 0; i < 300; i++) {
        assertThat(thumbnailAsWebp(jpeg)).isNotEmpty();
        assertThatExceptionOfType(VipsException.class).isThrownBy(() -> thumbnailAsWebp(half));
        assertThatExceptionOfType(VipsArgumentException.class)
            .isThrownBy(() ->
                vips.image(
                    VipsOperation.named("thumbnail_buffer").with("buffer", jpeg).with("width", 0)));
      }
    }
    assertThat(vips.trackedBytesPeak()).isPositive();
    assertThat(vips.trackedBytes()).isZero();
    assertThat(vips.trackedAllocations()).isZero();
  }

  private byte[] thumbnailAsWebp(MemorySegment file) {
    VipsOperation thumbnail =
        VipsOperation.named("thumbnail_buffer")
            .with("buffer", file)
            .with("option-string", "[fail-on=warning]")
            .with("width", 100);
    try (VipsImage lazy = vips.image(thumbnail);
        VipsImage pixels = lazy.copyToMemory();
        VipsBlob webp =
            vips.blob(
                VipsOperation.named("webpsave_buffer").with("in", pixels).with("effort", 0))) {
      return webp.toByteArray();
    }
  }

  @Test
  void twoThreadsEncodeTheSameBytesAsOne() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment jpeg = GeneratedImages.file(vips, arena, "jpegsave_buffer", 320, 240);
      byte[] alone = thumbnailAsWebp(jpeg);
      List<Future<byte[]>> results = new ArrayList<>();
      try (ExecutorService pool = Executors.newFixedThreadPool(2, vips.threads("vips-test"))) {
        for (int i = 0; i < 40; i++) {
          results.add(pool.submit(() -> thumbnailAsWebp(jpeg)));
        }
        for (Future<byte[]> result : results) {
          assertThat(result.get()).isEqualTo(alone);
        }
      }
    }
    assertThat(vips.trackedAllocations()).isZero();
  }

  @Test
  void twoThreadsMayReadOneImageWhileOneFails() throws Exception {
    try (Arena arena = Arena.ofShared();
        VipsImage image = GeneratedImages.gradient(vips, arena, 200, 200, 3)) {
      MemorySegment jpeg = GeneratedImages.file(vips, arena, "jpegsave_buffer", 320, 240);
      MemorySegment half = jpeg.asSlice(0, jpeg.byteSize() / 2);
      VipsOperation save = VipsOperation.named("pngsave_buffer").with("in", image);
      byte[] alone = bytes(save);
      try (ExecutorService pool = Executors.newFixedThreadPool(2, vips.threads("vips-test"))) {
        Future<?> failing =
            pool.submit(() -> {
              for (int i = 0; i < 50; i++) {
                assertThatExceptionOfType(VipsException.class)
                    .isThrownBy(() -> thumbnailAsWebp(half));
              }
            });
        Future<?> saving =
            pool.submit(() -> {
              for (int i = 0; i < 50; i++) {
                assertThat(bytes(save)).isEqualTo(alone);
              }
            });
        failing.get();
        saving.get();
      }
    }
  }

  private byte[] bytes(VipsOperation save) {
    try (VipsBlob blob = vips.blob(save)) {
      return blob.toByteArray();
    }
  }
}
