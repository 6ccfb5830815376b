package dev.tintype.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VipsStartTest {

  private final Vips vips = TestVips.VIPS;

  @Test
  void versionsComeFromTheLibraryAndItsBundle() {
    assertThat(vips.version()).isEqualTo(new Version(8, 18, 7));
    assertThat(vips.codecs())
        .containsEntry("vips", vips.version().toString())
        .containsKeys("heif", "aom", "webp", "mozjpeg", "png", "cgif", "tiff", "lcms");
  }

  @Test
  void concurrencyAppliesToTheProcess() {
    int before = vips.concurrency();
    vips.concurrency(3);
    assertThat(vips.concurrency()).isEqualTo(3);
    vips.concurrency(before);
    assertThatIllegalArgumentException().isThrownBy(() -> vips.concurrency(0));
  }

  @Test
  void theErrorForAMissingLibrarySaysWhatToDo(@TempDir Path folder) {
    for (Path empty : List.of(folder, folder.resolve("absent"))) {
      assertThatExceptionOfType(VipsUnavailableException.class)
          .isThrownBy(() -> Vips.start(empty))
          .withMessageContaining("run layers/libvips/make");
    }
  }

  @Test
  void aFileThatIsNotALibraryIsRejectedWithItsCause(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("libvips-cpp.so.8.18.7"), "not a library");
    assertThatExceptionOfType(VipsUnavailableException.class)
        .isThrownBy(() -> Vips.start(folder))
        .withMessageContaining("cannot be loaded as libvips")
        .withCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherLibraryIsRejectedWithTheMissingSymbol(@TempDir Path folder) throws Exception {
    Path zip = Path.of(System.getProperty("java.home"), "lib", "libjimage.so");
    Files.copy(zip, folder.resolve("libvips-cpp.so.1"));
    assertThatExceptionOfType(VipsUnavailableException.class)
        .isThrownBy(() -> Vips.start(folder))
        .havingCause()
        .withMessageContaining("vips_init");
  }

  @Test
  void twoLibrariesInTheFolderAreRejected(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("libvips-cpp.so.1"), "");
    Files.writeString(folder.resolve("libvips-cpp.so.2"), "");
    assertThatExceptionOfType(VipsUnavailableException.class)
        .isThrownBy(() -> Vips.start(folder))
        .withMessageContaining("2 files");
  }

  @Test
  void startRejectsVersionsThatTheGateRejects() {
    VersionGate future = new VersionGate(new Version(9, 0, 0), new Version(1, 0, 0));
    assertThatExceptionOfType(VipsUnavailableException.class)
        .isThrownBy(() -> Vips.start(TestVips.folder(), future))
        .withMessageContaining("libvips 8.18.7 is refused: versions before 9.0.0");
  }

  @Test
  void theGateRequiresBothVersionsKnownAndNewEnough() {
    VersionGate gate = VersionGate.STANDARD;
    Version vips8187 = new Version(8, 18, 7);
    gate.check(vips8187, Map.of("heif", "1.23.5"));
    gate.check(new Version(8, 19, 0), Map.of("heif", "1.24.0"));
    gate.check(new Version(9, 0, 0), Map.of("heif", "2.0"));
    assertThatExceptionOfType(VipsUnavailableException.class)
        .isThrownBy(() -> gate.check(new Version(8, 18, 6), Map.of("heif", "1.23.5")))
        .withMessageContaining("libvips 8.18.6");
    for (Map<String, String> heif :
        List.of(Map.of("heif", "1.23.4"), Map.of("heif", "0abc12"), Map.<String, String>of())) {
      assertThatExceptionOfType(VipsUnavailableException.class)
          .isThrownBy(() -> gate.check(vips8187, heif))
          .withMessageContaining("libheif");
    }
  }

  @Test
  void theGateRejectsTheVersionsOfAnotherLibrary() {
    assertThatExceptionOfType(VipsUnavailableException.class)
        .isThrownBy(() ->
            VersionGate.STANDARD.check(
                new Version(8, 18, 7), Map.of("vips", "8.18.9", "heif", "1.23.9")))
        .withMessageContaining("describes libvips 8.18.9, but the library is 8.18.7");
  }

  @Test
  void versionsAreParsedAndOrderedByNumber() {
    assertThat(Version.parse("8.18.7")).hasValue(new Version(8, 18, 7));
    assertThat(Version.parse("0.5")).hasValue(new Version(0, 5, 0));
    assertThat(Version.parse("0826579")).isEmpty();
    assertThat(Version.parse("8.18.7-rc1")).isEmpty();
    assertThat(new Version(8, 9, 0)).isLessThan(new Version(8, 10, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Version(1, -1, 0));
  }
}
