package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.aws.LambdaInvoker.Invoked;
import dev.tintype.aws.StagingSigner.Permit;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Step;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import dev.tintype.render.remote.EnvironmentEnds;
import dev.tintype.render.remote.RenderAnswer;
import dev.tintype.render.remote.RenderOrder;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The worker with the real function that renders, in this JVM, and with functions that send false
/// results, die or cannot be reached.
@Timeout(120)
class RemoteRendererTest {

  private static final byte[] PHOTO = Jpeg.plain(80).encode(Picture.scene(120, 80));
  private static final LibvipsVersions VERSIONS =
      new LibvipsVersions("9.9.9", Map.of("aom", "1", "webp", "2"));
  private static RenderHandler honest;

  @TempDir private Path folder;
  private final MemoryStorage originals = new MemoryStorage(InstantSource.system());
  private final List<Long> allowed = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private FormStore store;
  private RenderFunction function = RemoteRendererTest::honestly;

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

  private Optional<byte[]> object(String key) {
    try (var in = originals.open(key, Optional.empty()).orElse(null)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void keep(String key, byte[] bytes) {
    originals.put(key, bytes);
  }

  private static Invoked honestly(byte[] order) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      honest.handleRequest(
          new ByteArrayInputStream(order), answer, new Remaining(Duration.ofSeconds(130)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new Invoked(false, answer.toByteArray());
  }

  /// The real function's answer, changed on its way to the worker.
  private void answersInstead(UnaryOperator<RenderAnswer.Rendered> lie) {
    function =
        order -> {
          RenderAnswer answer = RenderAnswer.read(honestly(order).payload());
          return saying(lie.apply((RenderAnswer.Rendered) answer).json());
        };
  }

  private static Invoked saying(String text) {
    return new Invoked(false, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Invoked failing(String type, String message) {
    return new Invoked(
        true, Json.bytes(Json.object().put("errorType", type).put("errorMessage", message)));
  }

  private Rendering render(byte[] original) throws IOException, InterruptedException {
    ImageJob job =
        ImageJob.of(
            new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
            new Original(Sha256.of(original), original.length, "image/jpeg"),
            SmallRecipe.SMALL,
            RenderRevision.CURRENT,
            Instant.EPOCH);
    originals.put(job.originalKey(), original);
    Path file = Files.write(folder.resolve("original"), original);
    Path variants = Files.createDirectories(folder.resolve("variants"));
    Staging staging =
        new Staging(
            originals,
            (wish, validFor) -> {
              allowed.add(wish.mostBytes());
              return new Permit(
                  store.url().resolve(wish.originalKey()),
                  store.url(),
                  FormStore.form(wish.archiveKey(), wish.mostBytes()));
            },
            new SecureRandom());
    RemoteRenderer renderer =
        new RemoteRenderer(order -> function.invoke(order), staging, VERSIONS);
    return renderer.render(new Request(job, file, variants, Duration.ofSeconds(100)), steps::add);
  }

  private Rendering.Died died(Rejection cause) throws IOException, InterruptedException {
    Rendering rendering = render(PHOTO);
    assertThat(rendering).isInstanceOf(Rendering.Died.class);
    Rendering.Died died = (Rendering.Died) rendering;
    assertThat(died.cause()).isEqualTo(cause);
    return died;
  }

  private void isUnavailable() {
    assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> render(PHOTO));
  }

  @Test
  void everyVariantIsTakenMeasuredAndListed() throws Exception {
    Rendering.Rendered rendered = (Rendering.Rendered) render(PHOTO);
    assertThat(rendered.files()).hasSize(6);
    for (var file : rendered.files()) {
      assertThat(Sha256.of(Files.readAllBytes(file.path()))).isEqualTo(file.variant().sha256());
      assertThat(file.path()).hasParentRaw(folder.resolve("variants"));
    }
    assertThat(rendered.manifest().renderer().libvips()).isEqualTo("9.9.9");
    assertThat(ManifestJson.bytes(rendered.manifest())).isNotEmpty();
    assertThat(steps).containsExactly(Step.DECODE);
  }

  @Test
  void theArchiveIsDeletedAndEachAttemptHasAKeyOfItsOwn() throws Exception {
    List<String> keys = new ArrayList<>();
    function =
        order -> {
          keys.add(RenderOrder.read(order).upload().fields().get("key"));
          return honestly(order);
        };
    render(PHOTO);
    deleteVariants();
    render(PHOTO);
    assertThat(keys)
        .doesNotHaveDuplicates()
        .allMatch(key -> key.startsWith("staging/01JD2Z6K7M8N9PQRSTVWXYZ012/"));
    assertThat(originals.keys()).noneMatch(key -> key.startsWith("staging/"));
  }

  private void deleteVariants() throws IOException {
    for (Path file : Files.list(folder.resolve("variants")).toList()) {
      Files.delete(file);
    }
  }

  @Test
  void theFormAdmitsNoMoreThanThePlanNeeds() throws Exception {
    render(PHOTO);
    assertThat(allowed.getFirst()).isBetween(6L << 20, 8L << 20);
  }

  @Test
  void noFunctionIsCalledForAFileOfAnotherFormat() throws Exception {
    function =
        order -> {
          throw new AssertionError("called");
        };
    Rendering.Rejected rejected = (Rendering.Rejected) render("no picture".getBytes());
    assertThat(rejected.reason()).isEqualTo(Rejection.UNSUPPORTED_FORMAT);
  }

  @Test
  void aVerdictAboutTheBytesIsPassedOn() throws Exception {
    byte[] cut = Arrays.copyOf(PHOTO, PHOTO.length / 2);
    assertThat(((Rendering.Rejected) render(cut)).reason()).isEqualTo(Rejection.TRUNCATED);
  }

  @Test
  void theAnswerOfAnEnvironmentThatEndsIsRead() throws Exception {
    function = order -> failing(EnvironmentEnds.class.getName(), text(honestly(order)));
    assertThat(render(PHOTO)).isInstanceOf(Rendering.Rendered.class);
  }

  private static String text(Invoked invoked) {
    return new String(invoked.payload(), StandardCharsets.UTF_8);
  }

  @Test
  void aDeathOfTheFunctionIsPassedOnWithItsStep() throws Exception {
    function = _ -> failing("Sandbox.Timedout", "RequestId: x Error: Task timed out");
    assertThat(died(Rejection.DECODER_TIMEOUT).step()).isEqualTo(Step.DECODE);
    function = _ -> saying("<html>");
    died(Rejection.DECODER_CRASHED);
  }

  @Test
  void aThrottledCallIsUnavailable() {
    function =
        _ -> {
          throw new StoreUnavailable("Lambda: 429");
        };
    isUnavailable();
  }

  @Test
  void aFunctionThatCannotRenderNowIsUnavailable() {
    function = _ -> saying(new RenderAnswer.Unavailable("no room").json());
    isUnavailable();
  }

  @Test
  void anAnswerWithoutAnUploadIsADeath() throws Exception {
    answersInstead(rendered -> {
      originals.keys().stream()
          .filter(key -> key.startsWith("staging/"))
          .forEach(originals::delete);
      return rendered;
    });
    assertThat(died(Rejection.DECODER_CRASHED).detail()).contains("uploaded nothing");
  }

  @Test
  void anUploadOfSomethingElseIsADeath() throws Exception {
    answersInstead(rendered -> {
      String key =
          originals.keys().stream().filter(k -> k.startsWith("staging/")).findFirst().orElseThrow();
      int bytes = object(key).orElseThrow().length;
      originals.delete(key);
      originals.put(key, "<html>".repeat(bytes).substring(0, bytes).getBytes());
      return rendered;
    });
    died(Rejection.DECODER_CRASHED);
  }

  @Test
  void wrongFileLengthsCountAsADeath() throws Exception {
    List<UnaryOperator<List<Long>>> lies =
        List.of(
            lengths -> lengths.subList(0, 5),
            lengths -> plus(lengths, 0, 1),
            lengths -> plus(lengths, 5, -1),
            lengths -> plus(lengths, 0, 1 << 30),
            lengths -> Collections.nCopies(lengths.size(), (long) Integer.MAX_VALUE));
    for (UnaryOperator<List<Long>> lie : lies) {
      answersInstead(rendered -> with(rendered, lie));
      died(Rejection.DECODER_CRASHED);
      deleteVariants();
    }
  }

  private static RenderAnswer.Rendered with(
      RenderAnswer.Rendered rendered, UnaryOperator<List<Long>> lengths) {
    return new RenderAnswer.Rendered(
        rendered.header(), lengths.apply(rendered.lengths()), rendered.placeholder());
  }

  private static List<Long> plus(List<Long> lengths, int at, long more) {
    List<Long> changed = new ArrayList<>(lengths);
    changed.set(at, changed.get(at) + more);
    return changed;
  }

  private static RenderAnswer.Rendered of(
      RenderAnswer.Rendered rendered, int width, int height, int frames, long bytes) {
    Header true_ = rendered.header();
    return new RenderAnswer.Rendered(
        new Header(
            true_.format(),
            new Dimensions(width, height),
            true_.orientation(),
            frames,
            true_.bands(),
            true_.bitsPerChannel(),
            true_.alpha(),
            true_.heldPixels(),
            true_.colors(),
            bytes),
        rendered.lengths(),
        rendered.placeholder());
  }

  @Test
  void theHeaderOfAnotherFileIsADeath() throws Exception {
    answersInstead(rendered -> of(rendered, 60, 40, 1, PHOTO.length));
    assertThat(died(Rejection.DECODER_CRASHED).detail()).contains("another file");
    answersInstead(rendered -> of(rendered, 120, 80, 2, PHOTO.length));
    assertThat(died(Rejection.DECODER_CRASHED).detail()).contains("another file");
    answersInstead(rendered -> of(rendered, 120, 80, 1, PHOTO.length - 1));
    assertThat(died(Rejection.DECODER_CRASHED).detail()).contains("another file");
  }

  @Test
  void aRenderingOfWhatIsRefusedIsADeath() throws Exception {
    answersInstead(rendered -> of(rendered, 40_000, 40_000, 1, PHOTO.length));
    assertThat(died(Rejection.DECODER_CRASHED).detail()).contains("too_many_pixels");
  }

  @Test
  void aRefusalIsDecidedAgain() throws Exception {
    function =
        order -> {
          RenderAnswer answer = RenderAnswer.read(honestly(order).payload());
          Header header = ((RenderAnswer.Rendered) answer).header();
          return saying(new RenderAnswer.Refused(header, 2).json());
        };
    assertThat(died(Rejection.DECODER_CRASHED).detail()).contains("within the limits");
    function =
        order -> {
          RenderAnswer answer = RenderAnswer.read(honestly(order).payload());
          Header header = of((RenderAnswer.Rendered) answer, 40_000, 1, 1, PHOTO.length).header();
          return saying(new RenderAnswer.Refused(header, 2).json());
        };
    assertThat(((Rendering.Rejected) render(PHOTO)).reason()).isEqualTo(Rejection.TOO_MANY_PIXELS);
  }

  @Test
  void nothingIsRenderedWhileNothingCanBeSigned() throws Exception {
    Staging unsigned =
        new Staging(
            originals,
            (_, _) -> {
              throw new StoreUnavailable("the credentials end");
            },
            new SecureRandom());
    Path file = Files.write(folder.resolve("original"), PHOTO);
    ImageJob job =
        ImageJob.of(
            new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
            new Original(Sha256.of(PHOTO), PHOTO.length, "image/jpeg"),
            SmallRecipe.SMALL,
            RenderRevision.CURRENT,
            Instant.EPOCH);
    RemoteRenderer renderer =
        new RemoteRenderer(
            _ -> {
              throw new AssertionError("called");
            },
            unsigned,
            VERSIONS);
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() ->
            renderer.render(new Request(job, file, folder, Duration.ofSeconds(60)), steps::add));
  }
}
