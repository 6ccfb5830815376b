package dev.tintype.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VipsArgumentTest {

  private final Vips vips = TestVips.VIPS;
  private final Arena arena = Arena.ofConfined();
  private VipsImage image;

  @BeforeEach
  void makeImage() {
    image = GeneratedImages.gradient(vips, arena, 64, 48, 3);
  }

  @AfterEach
  void close() {
    image.close();
    arena.close();
  }

  private VipsOperation on(String operation) {
    return VipsOperation.named(operation).with("in", image);
  }

  private byte[] saved(VipsOperation save) {
    try (VipsBlob blob = vips.blob(save)) {
      return blob.toByteArray();
    }
  }

  private double average(VipsImage of) {
    try (VipsOutputs outputs = vips.outputs(VipsOperation.named("avg").with("in", of))) {
      return outputs.real("out");
    }
  }

  @Test
  void anIntReachesTheOperation() {
    assertThat(saved(on("jpegsave_buffer").with("Q", 20)).length)
        .isLessThan(saved(on("jpegsave_buffer").with("Q", 100)).length);
  }

  @Test
  void aDoubleReachesTheOperation() {
    try (VipsImage half = vips.image(on("resize").with("scale", 0.5).with("vscale", 1))) {
      assertThat(half.width()).isEqualTo(32);
      assertThat(half.height()).isEqualTo(48);
    }
  }

  @Test
  void aBooleanReachesTheOperation() {
    byte[] progressive = saved(on("jpegsave_buffer").with("interlace", true));
    byte[] baseline = saved(on("jpegsave_buffer").with("interlace", false));
    assertThat(hasMarker(progressive, 0xC2)).isTrue();
    assertThat(hasMarker(baseline, 0xC2)).isFalse();
  }

  private static boolean hasMarker(byte[] jpeg, int marker) {
    for (int i = 0; i < jpeg.length - 1; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) marker) {
        return true;
      }
    }
    return false;
  }

  @Test
  void anUnsignedLongAndATextReachTheOperation(@TempDir Path folder) throws Exception {
    Path raw = folder.resolve("raw");
    Files.write(raw, new byte[] {1, 2, 3, 9});
    VipsOperation load =
        VipsOperation.named("rawload")
            .with("filename", raw.toString())
            .with("width", 1)
            .with("height", 1)
            .with("bands", 1)
            .with("offset", 3);
    try (VipsImage pixel = vips.image(load)) {
      assertThat(average(pixel)).isEqualTo(9);
    }
  }

  @Test
  void anEnumNickReachesTheOperation() {
    try (VipsImage grey = vips.image(on("colourspace").with("space", "b-w"))) {
      assertThat(grey.interpretation()).isEqualTo("b-w");
      assertThat(grey.bands()).isEqualTo(1);
    }
  }

  @Test
  void flagNicksReachTheOperation() {
    try (VipsImage tagged = image.copy()) {
      tagged.setField("exif-ifd0-Artist", "nobody");
      VipsOperation save = VipsOperation.named("jpegsave_buffer").with("in", tagged);
      byte[] with = saved(save.with("keep", "exif|icc"));
      byte[] without = saved(save.with("keep", "none"));
      assertThat(with.length).isGreaterThan(without.length);
    }
  }

  @Test
  void nativeMemoryReachesTheOperation() {
    MemorySegment png = GeneratedImages.file(vips, arena, "pngsave_buffer", 10, 10);
    try (VipsImage read = vips.image(VipsOperation.named("pngload_buffer").with("buffer", png))) {
      assertThat(read.width()).isEqualTo(10);
    }
  }

  @Test
  void doublesReachTheOperation() {
    try (VipsImage black =
            vips.image(
                on("linear").with("a", new double[] {0}).with("b", new double[] {10, 20, 30}));
        VipsImage whole =
            vips.image(VipsOperation.named("cast").with("in", black).with("format", "uchar"))) {
      assertThat(average(whole)).isEqualTo(20);
      try (VipsOutputs point =
          vips.outputs(
              VipsOperation.named("getpoint").with("in", whole).with("x", 1).with("y", 1))) {
        assertThat(point.reals("out-array")).containsExactly(10, 20, 30);
      }
    }
  }

  @Test
  void intsAndImagesReachTheOperation() {
    try (VipsImage transparent = GeneratedImages.gradient(vips, arena, 8, 8, 4);
        VipsImage placed =
            vips.image(
                VipsOperation.named("composite")
                    .with("in", List.of(image, transparent))
                    .with("mode", new int[] {2})
                    .with("x", new int[] {4})
                    .with("y", new int[] {6}))) {
      assertThat(placed.width()).isEqualTo(64);
      assertThat(placed.hasAlpha()).isTrue();
    }
  }

  @Test
  void optionTextIsParsedAsOnTheCommandLine() {
    VipsOperation save = VipsOperation.named("x").withOptions(" [Q=50, interlace,keep=exif|icc] ");
    assertThat(save.arguments())
        .containsEntry("Q", new VipsArgument.Text("50"))
        .containsEntry("interlace", new VipsArgument.Bool(true))
        .containsEntry("keep", new VipsArgument.Text("exif|icc"))
        .hasSize(3);
    assertThat(saved(on("jpegsave_buffer").withOptions("[Q=20,background=1 2 3,interlace=true]")))
        .isEqualTo(
            saved(
                on("jpegsave_buffer")
                    .with("Q", 20)
                    .with("background", new double[] {1, 2, 3})
                    .with("interlace", true)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 101, -1, Long.MAX_VALUE, Long.MIN_VALUE})
  void anIntOutOfRangeIsRejectedWithTheRange(long quality) {
    assertThatExceptionOfType(VipsArgumentException.class)
        .isThrownBy(() -> saved(on("jpegsave_buffer").with("Q", quality)))
        .withMessage("jpegsave_buffer: argument 'Q' must be from 1 to 100, not " + quality)
        .satisfies(e -> {
          assertThat(e.operation()).isEqualTo("jpegsave_buffer");
          assertThat(e.argument()).isEqualTo("Q");
        });
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, Double.NaN, Double.POSITIVE_INFINITY})
  void aDoubleOutOfRangeIsRejected(double scale) {
    assertThatExceptionOfType(VipsArgumentException.class)
        .isThrownBy(() -> vips.image(on("resize").with("scale", scale)))
        .withMessageContaining("resize: argument 'scale' must be from 0.0 to 1.0E7, not " + scale);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lanczos9", "last", "", "Lanczos3"})
  void anUnknownEnumNickIsRejectedWithTheAllowedNicks(String kernel) {
    assertThatExceptionOfType(VipsArgumentException.class)
        .isThrownBy(() -> vips.image(on("resize").with("scale", 0.5).with("kernel", kernel)))
        .withMessageContaining("must be one of [")
        .withMessageContaining("lanczos3")
        .withMessageNotContaining("last,");
  }

  @Test
  void anUnknownFlagIsRejectedWithTheAllowedFlags() {
    assertThatExceptionOfType(VipsArgumentException.class)
        .isThrownBy(() -> saved(on("jpegsave_buffer").with("keep", "exif|everything")))
        .withMessageContaining("must be some of [all, exif,");
  }

  @Test
  void anUnknownArgumentIsRejected() {
    assertThatExceptionOfType(VipsArgumentException.class)
        .isThrownBy(() -> saved(on("jpegsave_buffer").with("qualty", 5)))
        .withMessage("jpegsave_buffer: argument 'qualty' does not exist");
  }

  @Test
  void anOutputAsInputIsRejected() {
    assertThatExceptionOfType(VipsArgumentException.class)
        .isThrownBy(() -> vips.image(on("resize").with("out", image)))
        .withMessage("resize: argument 'out' is not an input");
  }

  @Test
  void valuesOfAnotherTypeAreRejected() {
    MemorySegment memory = arena.allocate(4);
    for (VipsOperation wrong :
        List.of(
            on("resize").with("scale", "much"),
            on("resize").with("scale", true),
            on("resize").with("scale", 0.5).with("kernel", 3),
            on("jpegsave_buffer").with("Q", 5.5),
            on("jpegsave_buffer").with("Q", "5.5"),
            on("jpegsave_buffer").with("interlace", 1),
            on("jpegsave_buffer").with("interlace", "yes"),
            on("jpegsave_buffer").with("keep", 31),
            on("jpegsave").with("filename", 5),
            on("jpegsave").with("filename", image),
            on("linear").with("a", "x"),
            VipsOperation.named("resize").with("in", memory),
            VipsOperation.named("resize").with("in", List.of(image)),
            VipsOperation.named("bandjoin").with("in", image),
            VipsOperation.named("composite").with("mode", new double[] {1}),
            VipsOperation.named("pngload_buffer").with("buffer", "file.png"))) {
      assertThatExceptionOfType(VipsArgumentException.class)
          .as(wrong.toString())
          .isThrownBy(() -> vips.run(wrong))
          .withMessageContaining("takes");
    }
  }

  @Test
  void anArgumentOfUnsupportedTypeIsRejectedByName() {
    assertThatExceptionOfType(VipsArgumentException.class)
        .isThrownBy(() -> vips.image(on("affine").with("interpolate", "bicubic")))
        .withMessageContaining("has the type VipsInterpolate");
  }

  @Test
  void heapMemoryAndTextsWithNulAreRejectedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VipsOperation.named("x").with("b", MemorySegment.ofArray(new byte[3])));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VipsOperation.named("x").with("filename", "a\0b"));
    assertThatIllegalArgumentException().isThrownBy(() -> VipsOperation.named(" "));
  }
}
