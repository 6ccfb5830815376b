package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.CpuTime;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Step;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import dev.tintype.render.remote.RenderAnswer;
import dev.tintype.render.remote.RenderOrder;
import dev.tintype.render.specimens.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the worker makes of results: those of the real function, and false ones.
class RemoteRendererTest extends RemoteRendering {

  /// The real function's answer, changed on its way to the worker.
  private void answersInstead(UnaryOperator<RenderAnswer.Rendered> lie) {
    function =
        order -> {
          RenderAnswer answer = RenderAnswer.read(honestly(order).payload());
          return saying(lie.apply((RenderAnswer.Rendered) answer).json());
        };
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

  /// Plans average the time, so one false answer could spoil them all.
  @Test
  void moreProcessorTimeThanLambdaHasIsNotKept() throws Exception {
    assertThat(keptTime(Duration.ofSeconds(5))).isPresent();
    deleteVariants();
    assertThat(keptTime(Duration.ofSeconds(7))).isEmpty();
  }

  /// @return what is kept when a call that takes a second reports this time
  private Optional<CpuTime> keptTime(Duration picture) throws Exception {
    answersInstead(rendered -> {
      clock.advance(Duration.ofSeconds(1));
      Map<String, Long> files =
          rendered.cpu().orElseThrow().fileMicros().keySet().stream()
              .collect(Collectors.toMap(name -> name, _ -> 0L));
      return new RenderAnswer.Rendered(
          rendered.header(),
          rendered.lengths(),
          rendered.placeholder(),
          Optional.of(new CpuTime(picture.toNanos() / 1000, files)));
    });
    return ((Rendering.Rendered) render(PHOTO)).cpu();
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
    function = RemoteRendering::honestly;
    byte[] wide = Png.of(Png.Type.GREY).blank(40_000, 1);
    assertThat(((Rendering.Rejected) render(wide)).reason()).isEqualTo(Rejection.TOO_MANY_PIXELS);
  }

  @Test
  void aRefusalOfTheHeaderOfAnotherFileIsADeath() throws Exception {
    function =
        order -> {
          RenderAnswer answer = RenderAnswer.read(honestly(order).payload());
          Header header = of((RenderAnswer.Rendered) answer, 40_000, 1, 1, PHOTO.length).header();
          return saying(new RenderAnswer.Refused(header, 2).json());
        };
    assertThat(died(Rejection.DECODER_CRASHED).detail()).contains("another file");
  }

  @Test
  void aRefusalForMoreEncodersThanAFunctionCanHaveIsADeath() throws Exception {
    function =
        order -> {
          RenderAnswer answer = RenderAnswer.read(honestly(order).payload());
          Header header = ((RenderAnswer.Rendered) answer).header();
          return saying(new RenderAnswer.Refused(header, RenderAnswer.MOST_ENCODERS + 1).json());
        };
    assertThat(died(Rejection.DECODER_CRASHED).detail()).contains("encoders");
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
            VERSIONS,
            clock);
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() ->
            renderer.render(new Request(job, file, folder, Duration.ofSeconds(60)), steps::add));
  }
}
