package dev.tintype.core.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.Gravity;
import dev.tintype.core.Keys;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.Watermark;
import dev.tintype.core.flow.process.Verdict;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.verify.Damage;
import dev.tintype.core.flow.verify.Verify;
import dev.tintype.core.flow.verify.VerifyCursor;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.WatermarkMissing;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A job finds its watermark by the digest in its recipe. Without it, the job waits.
class WatermarksTest {

  private static final byte[] LOGO = "the bytes of a logo".getBytes(UTF_8);
  private static final Sha256 IMAGE = Sha256.of(LOGO);
  private static final Recipe RECIPE =
      new Recipe(
          "marked",
          List.of(
              new Size(
                  new SizeName("large"),
                  200,
                  200,
                  new Fit.Inside(false),
                  /* sharpen= */ false,
                  Optional.empty(),
                  /* watermark= */ true)),
          new Formats(Map.of(Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 60, 0)))),
          "#ffffff",
          /* animation= */ false,
          Optional.of(new Watermark(IMAGE, Gravity.CENTRE, 0, 20, 100)));

  @TempDir private Path folder;
  private Platform platform;
  private final List<byte[]> seen = new ArrayList<>();

  @BeforeEach
  void start() {
    platform = new Platform(folder.resolve("work"));
    platform.renderer =
        new MemoryRenderer(request -> {
          seen.add(read(request.watermark().orElseThrow()));
          return Optional.<Rendering>empty();
        });
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private VersionRecord uploaded() {
    Wish wish = new Wish(Platform.original(Platform.BYTES), RECIPE);
    VersionRecord record =
        Platform.accepted(platform.startUpload().newImage(wish, Optional.empty(), Optional.empty()))
            .record();
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
    new OriginalArrived(platform.stores, platform.queue, platform.context)
        .arrived(record.job().originalKey());
    return record;
  }

  private Watermarks watermarks() {
    return new Watermarks(platform.stores.originals());
  }

  @Test
  void aWatermarkIsStoredOnceAndReachesTheRenderer() throws Exception {
    Path file = folder.resolve("logo");
    assertThat(watermarks().has(IMAGE)).isFalse();
    watermarks().store(LOGO, file);
    watermarks().store(LOGO, file);
    assertThat(watermarks().has(IMAGE)).isTrue();
    assertThat(file).doesNotExist();
    VersionRecord record = uploaded();
    assertThat(platform.process(record)).isInstanceOf(Verdict.Done.class);
    assertThat(platform.stored(record).state()).isInstanceOf(VersionState.Ready.class);
    assertThat(seen).containsExactly(LOGO);
  }

  @Test
  void aJobWaitsForAMissingWatermark() throws Exception {
    VersionRecord record = uploaded();
    platform.process(record);
    assertThat(platform.stored(record).state()).isInstanceOf(VersionState.Queued.class);
    assertThat(seen).isEmpty();
    watermarks().store(LOGO, folder.resolve("logo"));
    platform.settle();
    assertThat(platform.stored(record).state()).isInstanceOf(VersionState.Ready.class);
    assertThat(seen).containsExactly(LOGO);
  }

  /// `verify --repair` deletes what belongs to nothing.
  @Test
  void aWatermarkIsNoOrphan() {
    watermarks().store(LOGO, folder.resolve("logo"));
    platform.originals.put("watermarks/logo.png", LOGO);
    Verify verify = new Verify(platform.stores, Verify.Depth.LENGTHS, 10, 10);
    assertThat(verify.page(new VerifyCursor(VerifyCursor.Part.ORIGINALS, "")).damages())
        .extracting(Damage::key)
        .containsExactly("watermarks/logo.png");
  }

  @Test
  void otherBytesAreNoWatermark() {
    platform.originals.put(Keys.watermark(IMAGE), "other bytes".getBytes(UTF_8));
    VersionRecord record = uploaded();
    assertThatExceptionOfType(WatermarkMissing.class)
        .isThrownBy(() -> watermarks().fetch(record.job(), folder.resolve("mark")))
        .withMessageContaining(IMAGE.hex())
        .withMessageContaining("other bytes");
  }
}
