package dev.tintype.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VipsExceptionTest {

  private final Vips vips = TestVips.VIPS;

  private MemorySegment half(Arena arena, String save) {
    MemorySegment whole = GeneratedImages.file(vips, arena, save, 600, 600);
    return whole.asSlice(0, whole.byteSize() / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no_such_operation", "VipsForeignLoadJpeg", "", "resize\n"})
  void anUnknownOrAbstractOperationIsRejected(String name) {
    if (name.isEmpty()) {
      assertThatIllegalArgumentException().isThrownBy(() -> VipsOperation.named(name));
      return;
    }
    assertThatExceptionOfType(VipsException.class)
        .isThrownBy(() -> vips.run(VipsOperation.named(name)))
        .satisfies(e -> assertThat(e.operation()).isEqualTo(name));
  }

  @Test
  void libvipsReportsAMissingArgument() {
    assertThatExceptionOfType(VipsException.class)
        .isThrownBy(() -> vips.image(VipsOperation.named("resize")))
        .withMessageContaining("resize: ")
        .withMessageContaining("parameter in not set");
  }

  @Test
  void aFailureOfLazyDecodingNamesTheStageOfItsImage() {
    try (Arena arena = Arena.ofConfined();
        VipsImage lazy =
            vips.during("decode").fromBuffer(half(arena, "pngsave_buffer"), "fail-on=warning")) {
      VipsException failure = catchThrowableOfType(VipsException.class, lazy::copyToMemory);
      assertThat(failure.stage()).isEqualTo("decode");
      assertThat(failure.operation()).isEqualTo("copy_memory");
      assertThat(failure).hasMessage("decode: copy_memory: " + failure.detail());
    }
  }

  @Test
  void aTruncatedJpegIsRejectedByThumbnailsLoaderOptions() {
    try (Arena arena = Arena.ofConfined()) {
      VipsOperation thumbnail =
          VipsOperation.named("thumbnail_buffer")
              .with("buffer", half(arena, "jpegsave_buffer"))
              .with("option-string", "[fail-on=warning]")
              .with("width", 300);
      assertThatExceptionOfType(VipsException.class)
          .isThrownBy(() -> {
            try (VipsImage lazy = vips.image(thumbnail)) {
              lazy.copyToMemory().close();
            }
          });
    }
  }

  @Test
  void theErrorTextOfAnEarlierCallDoesNotReappear() {
    try (Arena arena = Arena.ofConfined()) {
      // Without fail-on, a truncated JPEG succeeds and leaves a message in libvips' buffer.
      try (VipsImage lazy = vips.fromBuffer(half(arena, "jpegsave_buffer"), "");
          VipsImage pixels = lazy.copyToMemory()) {
        assertThat(pixels.height()).isEqualTo(600);
      }
      VipsException failure =
          catchThrowableOfType(
              VipsException.class, () -> vips.image(VipsOperation.named("resize")));
      assertThat(failure.detail()).doesNotContain("JPEG").doesNotContain("premature");
    }
  }

  @Test
  void unknownBytesAndMissingFilesAreRejected() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom("this is no image");
      assertThatExceptionOfType(VipsException.class).isThrownBy(() -> vips.fromBuffer(text, ""));
      MemorySegment nothing = arena.allocate(0);
      assertThatExceptionOfType(VipsException.class).isThrownBy(() -> vips.fromBuffer(nothing, ""));
      assertThatExceptionOfType(VipsException.class)
          .isThrownBy(() -> vips.fromFile(Path.of("no-such-file.png"), ""))
          .withMessageContaining("no-such-file.png");
    }
  }

  @Test
  void aClosedObjectIsReportedAsClosed() {
    try (Arena arena = Arena.ofConfined()) {
      VipsImage image = GeneratedImages.gradient(vips, arena, 4, 4, 3);
      VipsOperation save = VipsOperation.named("pngsave_buffer").with("in", image);
      VipsOutputs outputs = vips.outputs(save);
      VipsBlob blob = outputs.blob("buffer");
      outputs.close();
      outputs.close();
      assertThatIllegalStateException().isThrownBy(() -> outputs.blob("buffer"));
      assertThat(blob.toByteArray()).startsWith(0x89, 'P', 'N', 'G');
      blob.close();
      blob.close();
      assertThatIllegalStateException().isThrownBy(blob::toByteArray);
      image.close();
      image.close();
      assertThatIllegalStateException().isThrownBy(image::width);
      assertThatIllegalStateException().isThrownBy(() -> vips.run(save));
    }
  }

  @Test
  void anOutputOfAnotherTypeOrNameIsRejected() {
    try (Arena arena = Arena.ofConfined();
        VipsImage image = GeneratedImages.gradient(vips, arena, 4, 4, 3);
        VipsOutputs outputs = vips.outputs(VipsOperation.named("avg").with("in", image))) {
      assertThatExceptionOfType(VipsArgumentException.class)
          .isThrownBy(() -> outputs.image("out"))
          .withMessage("avg: argument 'out' is not an image among the outputs");
      assertThatExceptionOfType(VipsArgumentException.class)
          .isThrownBy(() -> outputs.integer("nothing"));
    }
  }
}
