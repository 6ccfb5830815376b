package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.aws.LambdaInvoker.Invoked;
import dev.tintype.aws.StagingSigner.Permit;
import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.state.Step;
import dev.tintype.render.results.LibvipsVersions;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.renderfunction.FormStore;
import dev.tintype.renderfunction.Remaining;
import dev.tintype.renderfunction.RenderHandler;
import dev.tintype.renderfunction.RenderSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The worker with the function that renders, in this JVM. Tests replace the function or its
/// answers.
@Timeout(300)
abstract class RemoteRendering {

  static final byte[] PHOTO = Jpeg.plain(80).encode(Picture.scene(120, 80));
  static final LibvipsVersions VERSIONS =
      new LibvipsVersions("9.9.9", Map.of("aom", "1", "webp", "2"));
  private static RenderHandler honest;

  @TempDir Path folder;
  final TestClock clock = new TestClock(Instant.parse("2026-11-29T12:00:00Z"));
  final MemoryStorage originals = new MemoryStorage(clock);
  final List<Long> allowed = new ArrayList<>();
  final List<Step> steps = new ArrayList<>();
  private FormStore store;
  RenderFunction function = RemoteRendering::honestly;

  @BeforeAll
  static void startFunction() throws InterruptedException {
    honest =
        new RenderHandler(
            new RenderSettings(Map.of("LD_LIBRARY_PATH", System.getProperty("tintype.libvips"))));
  }

  @AfterAll
  static void endFunction() {
    honest.close();
  }

  @BeforeEach
  void openStore() throws IOException {
    store = new FormStore(this::object, this::keep);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  Optional<byte[]> object(String key) {
    try (var in = originals.open(key, Optional.empty()).orElse(null)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void keep(String key, byte[] bytes) {
    originals.put(key, bytes);
  }

  static Invoked honestly(byte[] order) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      honest.handleRequest(
          new ByteArrayInputStream(order), answer, new Remaining(Duration.ofSeconds(130)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new Invoked(false, answer.toByteArray());
  }

  static Invoked saying(String text) {
    return new Invoked(false, text.getBytes(StandardCharsets.UTF_8));
  }

  static Invoked failing(String type, String message) {
    return new Invoked(
        true, Json.bytes(Json.object().put("errorType", type).put("errorMessage", message)));
  }

  Rendering render(byte[] original) throws IOException, InterruptedException {
    return render(original, SmallRecipe.SMALL, Optional.empty());
  }

  Rendering render(byte[] original, Recipe recipe, Optional<Focus> focus)
      throws IOException, InterruptedException {
    return render(original, job(original, recipe, focus), Optional.empty(), "variants");
  }

  static ImageJob job(byte[] original, Recipe recipe, Optional<Focus> focus) {
    return ImageJob.of(
        new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
        new Original(Sha256.of(original), original.length, "image/jpeg", focus),
        recipe,
        RenderRevision.CURRENT,
        Instant.EPOCH);
  }

  /// @param to the name of the folder of the results
  Rendering render(byte[] original, ImageJob job, Optional<Reuse> reuse, String to)
      throws IOException, InterruptedException {
    originals.put(job.originalKey(), original);
    Path file = Files.write(folder.resolve("original"), original);
    Path variants = Files.createDirectories(folder.resolve(to));
    return renderer()
        .render(
            new Request(job, file, variants, Duration.ofSeconds(100), Optional.empty(), reuse),
            steps::add);
  }

  RemoteRenderer renderer() {
    Staging staging =
        new Staging(
            originals,
            (wish, validFor) -> {
              allowed.add(wish.mostBytes());
              return new Permit(
                  store.url().resolve(wish.originalKey()),
                  wish.watermarkKey().map(store.url()::resolve),
                  store.url(),
                  FormStore.form(wish.archiveKey(), wish.mostBytes()));
            },
            new SecureRandom());
    return new RemoteRenderer(order -> function.invoke(order), staging, VERSIONS, clock);
  }

  Rendering.Died died(Rejection cause) throws IOException, InterruptedException {
    Rendering rendering = render(PHOTO);
    assertThat(rendering).isInstanceOf(Rendering.Died.class);
    Rendering.Died died = (Rendering.Died) rendering;
    assertThat(died.cause()).isEqualTo(cause);
    return died;
  }

  void isUnavailable() {
    assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> render(PHOTO));
  }
}
