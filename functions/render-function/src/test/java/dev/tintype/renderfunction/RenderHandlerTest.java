package dev.tintype.renderfunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tintype.core.Fit;
import dev.tintype.core.Gravity;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Keys;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.Watermark;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.remote.DescribeOrder;
import dev.tintype.render.remote.EnvironmentEnds;
import dev.tintype.render.remote.RenderAnswer;
import dev.tintype.render.remote.RenderOrder;
import dev.tintype.render.remote.RenderOrder.Upload;
import dev.tintype.render.results.ResultArchive;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The function with its real renderer and a store of the test.
@Timeout(300)
class RenderHandlerTest {

  private static final ImageId IMAGE = new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012");
  private static final String KEY = "staging/of-this-attempt";
  private static final long PLENTY = 100_000_000;
  private static final byte[] PHOTO = Jpeg.plain(80).encode(Picture.scene(120, 80));

  @TempDir private Path folder;
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private FormStore store;
  private RenderHandler function;
  private Duration remaining = Duration.ofSeconds(130);

  @BeforeEach
  void start() throws IOException, InterruptedException {
    store = new FormStore(key -> Optional.ofNullable(objects.get(key)), objects::put);
    function = function(Map.of());
  }

  @AfterEach
  void stop() {
    function.close();
    store.close();
  }

  private static RenderHandler function(Map<String, String> more) throws InterruptedException {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("LD_LIBRARY_PATH", "/nowhere:" + System.getProperty("tintype.libvips"));
    return new RenderHandler(new RenderSettings(settings));
  }

  private RenderOrder order(byte[] original, long mostBytes) {
    return order(original, mostBytes, RenderRevision.CURRENT);
  }

  private RenderOrder order(byte[] original, long mostBytes, RenderRevision revision) {
    ImageJob job =
        ImageJob.of(
            IMAGE,
            new Original(Sha256.of(original), original.length, "image/jpeg"),
            SmallRecipe.SMALL,
            revision,
            Instant.EPOCH);
    objects.put(job.originalKey(), original);
    return new RenderOrder(
        job,
        store.url().resolve(job.originalKey()),
        new Upload(store.url(), FormStore.form(KEY, mostBytes)),
        Duration.ofSeconds(100));
  }

  /// An order with a watermark of this name in the storage.
  private RenderOrder marked(byte[] stored, Sha256 image) {
    Recipe recipe =
        new Recipe(
            "marked",
            List.of(
                new Size(
                    new SizeName("box"),
                    64,
                    64,
                    new Fit.Inside(false),
                    /* sharpen= */ false,
                    Optional.empty(),
                    /* watermark= */ true)),
            SmallRecipe.SMALL.formats(),
            "#ffffff",
            /* animation= */ false,
            Optional.of(new Watermark(image, Gravity.CENTRE, 0, 20, 100)));
    ImageJob job =
        ImageJob.of(
            IMAGE,
            new Original(Sha256.of(PHOTO), PHOTO.length, "image/jpeg"),
            recipe,
            RenderRevision.CURRENT,
            Instant.EPOCH);
    objects.put(job.originalKey(), PHOTO);
    objects.put(Keys.watermark(image), stored);
    return new RenderOrder(
        job,
        store.url().resolve(job.originalKey()),
        Optional.of(store.url().resolve(Keys.watermark(image))),
        new Upload(store.url(), FormStore.form(KEY, PLENTY)),
        Duration.ofSeconds(100),
        Optional.empty());
  }

  @Test
  void aWatermarkIsFetchedToo() throws IOException {
    byte[] mark = Png.of(Png.Type.RGB).encode(Picture.plain(9, 9, 0xff2040c0));
    assertThat(answer(marked(mark, Sha256.of(mark)))).isInstanceOf(RenderAnswer.Rendered.class);
    assertThat(store.requests()).hasSize(3);
  }

  /// Neither is the fault of the original.
  @Test
  void anUnusableWatermarkIsNoVerdict() throws IOException {
    byte[] mark = "no picture".getBytes(StandardCharsets.UTF_8);
    assertThat(answer(marked(mark, Sha256.of("another"))).json())
        .contains("unavailable", "other bytes");
    assertThat(lastAnswer(marked(mark, Sha256.of(mark))))
        .isInstanceOf(RenderAnswer.Unavailable.class)
        .asString()
        .contains("cannot be used");
  }

  private RenderAnswer answer(RenderOrder order) throws IOException {
    return answer(order.json());
  }

  private RenderAnswer answer(byte[] order) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    function.handleRequest(new ByteArrayInputStream(order), out, new Remaining(remaining));
    return RenderAnswer.read(out.toByteArray());
  }

  private RenderAnswer lastAnswer(RenderOrder order) {
    EnvironmentEnds end = catchThrowableOfType(EnvironmentEnds.class, () -> answer(order));
    return RenderAnswer.read(end.getMessage().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theArchiveHoldsEveryPlannedFile() throws IOException {
    RenderAnswer answer = answer(order(PHOTO, PLENTY));
    RenderAnswer.Rendered rendered = (RenderAnswer.Rendered) answer;
    assertThat(rendered.header().oriented()).hasToString("120×80");
    RenderPlan plan = RenderPlan.of(rendered.header(), SmallRecipe.SMALL);
    assertThat(
            ResultArchive.take(
                plan, rendered.lengths(), new ByteArrayInputStream(objects.get(KEY)), folder))
        .hasSize(6);
    assertThat(store.requests()).hasSize(2);
  }

  @Test
  void theSameEnvironmentRendersAgain() throws IOException {
    RenderAnswer.Rendered first = (RenderAnswer.Rendered) answer(order(PHOTO, PLENTY));
    byte[] archive = objects.remove(KEY);
    RenderAnswer.Rendered second = (RenderAnswer.Rendered) answer(order(PHOTO, PLENTY));
    assertThat(withoutTime(second)).isEqualTo(withoutTime(first));
    assertThat(first.cpu().orElseThrow().fileMicros()).hasSize(6);
    assertThat(second.cpu().orElseThrow().fileMicros()).hasSize(6);
    assertThat(objects.get(KEY)).isEqualTo(archive);
  }

  private static RenderAnswer.Rendered withoutTime(RenderAnswer.Rendered rendered) {
    return new RenderAnswer.Rendered(rendered.header(), rendered.lengths(), rendered.placeholder());
  }

  @Test
  void afterItsNumberOfJobsTheEnvironmentEndsWithItsAnswer() throws Exception {
    function.close();
    function = function(Map.of("TINTYPE_JOBS_PER_RENDERER", "2"));
    assertThat(answer(order(PHOTO, PLENTY))).isInstanceOf(RenderAnswer.Rendered.class);
    assertThat(lastAnswer(order(PHOTO, PLENTY))).isInstanceOf(RenderAnswer.Rendered.class);
  }

  /// A PNG with a wrong byte in its pixels and a correct checksum: only the codec sees it.
  private static byte[] damaged() {
    byte[] file = Png.of(Png.Type.RGB).encode(Picture.scene(200, 150));
    int data = new String(file, StandardCharsets.ISO_8859_1).indexOf("IDAT");
    int length = ByteBuffer.wrap(file).getInt(data - 4);
    file[data + length / 2] ^= 0x55;
    CRC32 checksum = new CRC32();
    checksum.update(file, data, 4 + length);
    ByteBuffer.wrap(file).putInt(data + 4 + length, (int) checksum.getValue());
    return file;
  }

  @Test
  void damagedDataInACodecEndsTheEnvironmentWithItsVerdict() {
    RenderAnswer answer = lastAnswer(order(damaged(), PLENTY));
    assertThat(((RenderAnswer.Rejected) answer).reason()).isEqualTo(Rejection.CORRUPT);
    assertThat(objects).doesNotContainKey(KEY);
  }

  @Test
  void aChildThatDiedBetweenTwoOrdersIsReplacedBeforeTheNext() throws Exception {
    ProcessHandle child =
        ProcessHandle.current()
            .children()
            .filter(process -> process.info().startInstant().isPresent())
            .max(java.util.Comparator.comparing(process -> process.info().startInstant().get()))
            .orElseThrow();
    child.destroyForcibly();
    child.onExit().get();
    assertThat(answer(order(PHOTO, PLENTY))).isInstanceOf(RenderAnswer.Rendered.class);
  }

  @Test
  void aPictureOverTheLimitsIsAnsweredWithItsHeader() throws IOException {
    byte[] wide = Png.of(Png.Type.GREY).blank(40_000, 1);
    RenderAnswer.Refused refused = (RenderAnswer.Refused) answer(order(wide, PLENTY));
    assertThat(refused.header().stored()).hasToString("40000×1");
  }

  @Test
  void anotherFormatIsRejected() throws IOException {
    RenderAnswer answer = answer(order("no picture".getBytes(StandardCharsets.UTF_8), PLENTY));
    assertThat(((RenderAnswer.Rejected) answer).reason()).isEqualTo(Rejection.UNSUPPORTED_FORMAT);
  }

  @Test
  void anOriginalOfAnotherLengthSaysNothingAboutTheImage() throws IOException {
    RenderOrder order = order(PHOTO, PLENTY);
    objects.put(order.job().originalKey(), Arrays.copyOf(PHOTO, PHOTO.length - 1));
    assertThat(answer(order)).isInstanceOf(RenderAnswer.Unavailable.class);
    objects.remove(order.job().originalKey());
    assertThat(answer(order)).isInstanceOf(RenderAnswer.Unavailable.class);
  }

  @Test
  void anUploadThatTheStoreRefusesSaysNothingAboutTheImage() throws IOException {
    assertThat(answer(order(PHOTO, 10))).isInstanceOf(RenderAnswer.Unavailable.class);
    assertThat(objects).doesNotContainKey(KEY);
  }

  @Test
  void anotherRenderRevisionIsNotRenderedHere() throws IOException {
    RenderRevision other = new RenderRevision(RenderRevision.CURRENT.number() + 1, "x86_64");
    assertThat(answer(order(PHOTO, PLENTY, other))).isInstanceOf(RenderAnswer.Unavailable.class);
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void tooLittleTimeDoesNotCountAgainstTheImage() throws IOException {
    remaining = Duration.ofSeconds(25);
    assertThat(answer(order(PHOTO, PLENTY))).isInstanceOf(RenderAnswer.Unavailable.class);
  }

  @Test
  void anUnreadableOrderIsAnswered() throws IOException {
    assertThat(answer("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(RenderAnswer.Unavailable.class);
    assertThatCode(() -> answer(order(PHOTO, PLENTY))).doesNotThrowAnyException();
  }

  @Test
  void theFunctionDescribesItsSandboxAndRequestsNothing() throws IOException {
    RenderAnswer.Described first = (RenderAnswer.Described) answer(DescribeOrder.json());
    assertThat(first.facts().mode()).isEqualTo(JailMode.PREFER);
    assertThat(first.facts().memoryCap()).isPositive();
    assertThat(first.facts().cleanEnvironment()).isTrue();
    assertThat(answer(DescribeOrder.json())).isEqualTo(first);
    assertThat(store.requests()).isEmpty();
    assertThat(answer(order(PHOTO, PLENTY))).isInstanceOf(RenderAnswer.Rendered.class);
  }

  @Test
  void redirectsAreNotFollowed() throws IOException {
    RenderOrder order = order(PHOTO, PLENTY);
    try (FormStore elsewhere = new FormStore(key -> Optional.of(PHOTO), (key, bytes) -> {})) {
      store.redirect(elsewhere.url());
      assertThat(answer(order)).isInstanceOf(RenderAnswer.Unavailable.class);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }
}
