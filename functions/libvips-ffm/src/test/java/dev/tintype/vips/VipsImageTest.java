package dev.tintype.vips;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VipsImageTest {

  private final Vips vips = TestVips.VIPS;

  @ParameterizedTest
  @CsvSource({
    "avif, heifsave, VipsForeignLoadHeif, 3",
    "webp, webpsave, VipsForeignLoadWebp, 3",
    "jpg, jpegsave, VipsForeignLoadJpeg, 3",
    "png, pngsave, VipsForeignLoadPng, 0"
  })
  void everyFormatComesBackFromMemoryAndFile(
      String extension, String save, String loader, double tolerance, @TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("a." + extension);
    try (Arena arena = Arena.ofConfined();
        VipsImage image = GeneratedImages.gradient(vips, arena, 90, 70, 3)) {
      VipsOperation options = VipsOperation.named(save).with("in", image);
      options = save.equals("heifsave") ? options.with("compression", "av1") : options;
      vips.run(options.with("filename", file.toString()));
      try (VipsBlob blob = vips.blob(new VipsOperation(save + "_buffer", options.arguments()))) {
        assertThat(Files.readAllBytes(file)).isEqualTo(blob.toByteArray());
        assertThat(vips.findLoader(blob.asSegment())).isEqualTo(loader + "Buffer");
        assertThat(vips.findLoader(file)).isEqualTo(loader + "File");
        try (VipsImage fromBuffer = vips.fromBuffer(blob.asSegment(), "access=sequential");
            VipsImage fromFile = vips.fromFile(file, "")) {
          assertThat(meanDifference(image, fromBuffer)).isLessThanOrEqualTo(tolerance);
          assertThat(meanDifference(image, fromFile)).isLessThanOrEqualTo(tolerance);
        }
      }
    }
  }

  private double meanDifference(VipsImage a, VipsImage b) {
    byte[] left = pixels(a);
    byte[] right = pixels(b);
    assertThat(left.length).isEqualTo(right.length);
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += Math.abs((left[i] & 0xFF) - (right[i] & 0xFF));
    }
    return sum / left.length;
  }

  private byte[] pixels(VipsImage image) {
    try (VipsBlob memory = image.writeToMemory()) {
      return memory.toByteArray();
    }
  }

  @Test
  void pixelsInMemoryAreReadBackUnchanged() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pixels = arena.allocate(2 * 3 * 4);
      for (int i = 0; i < pixels.byteSize(); i++) {
        pixels.set(JAVA_BYTE, i, (byte) (i * 7));
      }
      try (VipsImage image = vips.fromMemory(pixels, 2, 3, 4, BandFormat.UCHAR)) {
        assertThat(pixels(image)).isEqualTo(pixels.toArray(JAVA_BYTE));
        assertThat(image.width()).isEqualTo(2);
        assertThat(image.height()).isEqualTo(3);
        assertThat(image.bands()).isEqualTo(4);
        assertThat(image.format()).isEqualTo(BandFormat.UCHAR);
        assertThat(image.interpretation()).isEqualTo("multiband");
        assertThat(image.pages()).isEqualTo(1);
        assertThat(image.pageHeight()).isEqualTo(3);
        assertThat(image.orientation()).isEqualTo(1);
      }
    }
  }

  @Test
  void memoryOfAnotherSizeIsRejected() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pixels = arena.allocate(100);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vips.fromMemory(pixels, 10, 10, 3, BandFormat.UCHAR))
          .withMessage("the image needs 300 bytes of native memory, not 100");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vips.fromMemory(pixels, 0, 10, 3, BandFormat.UCHAR));
      MemorySegment heap = MemorySegment.ofArray(new byte[100]);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vips.fromMemory(heap, 10, 10, 1, BandFormat.UCHAR));
    }
  }

  @Test
  void theHeaderReportsSixteenBitsAndAlpha() {
    try (Arena arena = Arena.ofConfined();
        VipsImage image = GeneratedImages.gradient(vips, arena, 8, 8, 4);
        VipsImage deep =
            vips.image(
                VipsOperation.named("colourspace").with("in", image).with("space", "rgb16"))) {
      assertThat(deep.format()).isEqualTo(BandFormat.USHORT);
      assertThat(deep.format().bytes()).isEqualTo(2);
      assertThat(deep.interpretation()).isEqualTo("rgb16");
      assertThat(deep.hasAlpha()).isTrue();
    }
  }

  @Test
  void aCopyInMemoryDoesNotNeedItsFile() {
    try (VipsImage memory = webpCopiedToMemory()) {
      assertThat(pixels(memory)).hasSize(50 * 40 * 3);
    }
  }

  private VipsImage webpCopiedToMemory() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = GeneratedImages.file(vips, arena, "webpsave_buffer", 50, 40);
      try (VipsImage lazy = vips.fromBuffer(file, "")) {
        return lazy.copyToMemory();
      }
    }
  }

  @Test
  void anAnimationKeepsItsDelaysAndPages() {
    try (Arena arena = Arena.ofConfined();
        VipsImage frames = GeneratedImages.gradient(vips, arena, 16, 36, 3);
        VipsImage animation = frames.copy()) {
      animation.setField("page-height", 12);
      animation.setField("delay", new int[] {50, 60, 70});
      animation.setField("loop", 2);
      VipsOperation save =
          VipsOperation.named("webpsave_buffer").with("in", animation).with("lossless", true);
      try (VipsBlob blob = vips.blob(save);
          VipsImage first = vips.fromBuffer(blob.asSegment(), "");
          VipsImage all = vips.fromBuffer(blob.asSegment(), "[n=-1]")) {
        assertThat(first.height()).isEqualTo(12);
        assertThat(first.pages()).isEqualTo(3);
        assertThat(all.height()).isEqualTo(36);
        assertThat(all.pageHeight()).isEqualTo(12);
        assertThat(all.intField("n-pages")).hasValue(3);
        assertThat(all.intField("loop")).hasValue(2);
        assertThat(all.intsField("delay").orElseThrow()).containsExactly(50, 60, 70);
        assertThat(all.textField("vips-loader")).hasValue("webpload_buffer");
      }
    }
  }

  @Test
  void fieldsAreSetListedAndRemoved() {
    try (Arena arena = Arena.ofConfined();
        VipsImage image = GeneratedImages.gradient(vips, arena, 4, 4, 3)) {
      image.setField("note", "für dich");
      image.setField("count", 7);
      assertThat(image.fields()).contains("width", "note", "count");
      assertThat(image.textField("note")).hasValue("für dich");
      assertThat(image.intField("count")).hasValue(7);
      assertThat(image.intField("note")).isEmpty();
      assertThat(image.textField("count")).isEmpty();
      assertThat(image.intsField("absent")).isEmpty();
      assertThat(image.bytesField("absent")).isEmpty();
      assertThat(image.removeField("count")).isTrue();
      assertThat(image.removeField("count")).isFalse();
      assertThat(image.intField("count")).isEmpty();
    }
  }

  @Test
  void anIccProfileIsReadAsBytes() {
    try (Arena arena = Arena.ofConfined();
        VipsImage image = GeneratedImages.gradient(vips, arena, 4, 4, 3);
        VipsImage tagged =
            vips.image(
                VipsOperation.named("icc_transform")
                    .with("in", image)
                    .with("input-profile", "srgb")
                    .with("output-profile", "p3"))) {
      byte[] profile = tagged.bytesField("icc-profile-data").orElseThrow();
      assertThat(new String(profile, 36, 4, StandardCharsets.US_ASCII)).isEqualTo("acsp");
    }
  }

  @Test
  void aBlobIsReadInPlaceAndCopied() {
    try (Arena arena = Arena.ofConfined();
        VipsImage image = GeneratedImages.gradient(vips, arena, 800, 700, 3);
        VipsBlob pixels = image.writeToMemory()) {
      assertThat(pixels.byteSize()).isEqualTo(800 * 700 * 3);
      assertThat(pixels.asSegment().toArray(JAVA_BYTE)).isEqualTo(pixels.toByteArray());
      assertThat(pixels.asSegment().isReadOnly()).isTrue();
    }
  }

  @Test
  void aFileNameMayLookLikeOptions(@TempDir Path folder) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      byte[] png = GeneratedImages.file(vips, arena, "pngsave_buffer", 5, 5).toArray(JAVA_BYTE);
      for (String name : List.of("a[1].png", "ü ñ,x=1.png", "b[page=2]", "c]", "[d].png[e]")) {
        Path file = Files.write(folder.resolve(name), png);
        try (VipsImage read = vips.fromFile(file, "")) {
          assertThat(read.width()).as(name).isEqualTo(5);
        }
      }
    }
  }

  @Test
  @Timeout(60)
  void killingAnImageEndsAComputationOnAnotherThread() throws Exception {
    VipsOperation endless =
        VipsOperation.named("black").with("width", 1_000_000).with("height", 1_000_000);
    try (VipsImage image = vips.image(endless)) {
      Thread killer = Thread.ofPlatform().start(image::kill);
      assertThatExceptionOfType(VipsException.class)
          .isThrownBy(() -> vips.run(VipsOperation.named("avg").with("in", image)));
      killer.join();
    }
  }
}
