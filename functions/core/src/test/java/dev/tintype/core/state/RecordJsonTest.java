package dev.tintype.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.CpuTime;
import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Focus;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Manifest;
import dev.tintype.core.Metadata;
import dev.tintype.core.Recipe;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.ImageRecord.FocalPoints;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.trace.TraceParent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordJsonTest {

  private static final Recipe AVATARS =
      new Recipe(
          "avatars",
          List.of(new Size(new SizeName("avatar"), 300, 300, new Fit.Cover(false, Gravity.CENTRE))),
          Map.of(Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 60, 0))),
          "#ffffff",
          /* animation= */ false);

  /// As releases without focal points wrote it.
  private static final String OLD_RECORD =
      """
      {"v":1,"job":{"imageId":"01J00000000000000000000001","version":"%s",\
      "originalKey":"originals/01J00000000000000000000001/%s","recipe":%s,\
      "renderRevision":"1-test","originalSha256":"%s","declaredBytes":7,\
      "declaredType":"image/jpeg","createdAt":"2026-11-23T10:00:00Z"},"sequence":1,"epoch":1,\
      "run":1,"attempts":0,"deaths":0,"state":{"code":"queued","notBefore":"2026-11-23T10:00:00Z"},\
      "updatedAt":"2026-11-23T10:00:00Z"}\
      """;

  private static String oldRecord() {
    Sha256 sha256 = Sha256.of("an original");
    String version =
        Sha256.of(sha256.hex() + AVATARS.digest().hex() + "1-test").hex().substring(0, 16);
    return OLD_RECORD.formatted(
        version, sha256, Json.write(RecipeJson.write(AVATARS)), sha256.hex());
  }

  @Test
  void aRecordWithoutAFocalPointIsReadAndWrittenAsBefore() {
    VersionRecord record = RecordJson.version(Json.parse(oldRecord()));
    assertThat(record.job().original().focus()).isEmpty();
    assertThat(record.job().focus()).isEmpty();
    assertThat(Json.write(RecordJson.write(record))).isEqualTo(oldRecord());
  }

  @Test
  void aBulkRecordHasOneMoreFieldAndAnOlderReleaseCanReadIt() {
    VersionRecord old = RecordJson.version(Json.parse(oldRecord()));
    assertThat(old.lane()).isEqualTo(Lane.FRESH);
    ObjectNode json = RecordJson.write(old.in(Lane.BULK));
    assertThat(json.get("v").intValue()).isEqualTo(RecordJson.FORM);
    assertThat(RecordJson.version(reparsed(json))).isEqualTo(old.in(Lane.BULK));
    assertThat(RecordJson.version(reparsed(json.put("lane", "of a newer release")))).isEqualTo(old);
    json.remove("lane");
    assertThat(Json.write(json)).isEqualTo(oldRecord());
  }

  @Test
  void aTraceIsOneMoreFieldAndAnOlderReleaseCanReadTheRecord() {
    VersionRecord old = RecordJson.version(Json.parse(oldRecord()));
    assertThat(old.trace()).isEmpty();
    VersionRecord traced =
        old.tracedBy(TraceParent.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    ObjectNode json = RecordJson.write(traced);
    assertThat(json.get("v").intValue()).isEqualTo(RecordJson.FORM);
    assertThat(RecordJson.version(reparsed(json))).isEqualTo(traced);
    assertThat(traced.to(new VersionState.Expired(), Optional.empty(), old.updatedAt()).trace())
        .isEqualTo(traced.trace());
    assertThat(RecordJson.version(reparsed(json.put("traceparent", "of a newer release"))))
        .isEqualTo(old);
    json.remove("traceparent");
    assertThat(Json.write(json)).isEqualTo(oldRecord());
  }

  @Test
  void theOutcomeOfATracedVersionHasItsTrace() {
    VersionRecord old = RecordJson.version(Json.parse(oldRecord()));
    Optional<TraceParent> trace =
        TraceParent.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    Manifest manifest = manifest(new Random(7), old.job());
    VersionRecord ready =
        old.tracedBy(trace).to(new VersionState.Ready(manifest), Optional.empty(), old.updatedAt());
    Outcome outcome = Outcomes.of(ready).orElseThrow();
    assertThat(outcome.trace()).isEqualTo(trace).isPresent();
    ObjectNode json = RecordJson.write(outcome);
    assertThat(RecordJson.outcome(reparsed(json))).isEqualTo(outcome);
    json.remove("traceparent");
    assertThat(RecordJson.outcome(reparsed(json)).trace()).isEmpty();
  }

  @Test
  void theProcessorTimeIsOneMoreFieldAndAnOlderReleaseCanReadTheRecord() {
    VersionRecord old = RecordJson.version(Json.parse(oldRecord()));
    Manifest manifest = manifest(new Random(7), old.job());
    Instant at = old.updatedAt();
    VersionRecord plain = old.to(new VersionState.Ready(manifest), Optional.empty(), at);
    CpuTime cpu = new CpuTime(1_500, Map.of("320.webp", 20_000L));
    VersionRecord measured =
        old.to(
            new VersionState.Ready(manifest, Optional.empty(), Optional.of(cpu)),
            Optional.empty(),
            at);
    ObjectNode json = RecordJson.write(measured);
    assertThat(json.get("v").intValue()).isEqualTo(RecordJson.FORM);
    assertThat(json.get("state").get("cpu").toString())
        .isEqualTo("{\"picture\":1500,\"files\":{\"320.webp\":20000}}");
    assertThat(RecordJson.version(reparsed(json))).isEqualTo(measured);
    ((ObjectNode) json.get("state")).remove("cpu");
    assertThat(Json.write(json)).isEqualTo(Json.write(RecordJson.write(plain)));
  }

  @Test
  void aFocalPointIsAFieldOfTheJob() {
    VersionRecord old = RecordJson.version(Json.parse(oldRecord()));
    ImageJob.Original original = old.job().original();
    ImageJob job =
        ImageJob.of(
            old.job().imageId(),
            new ImageJob.Original(
                original.sha256(),
                original.bytes(),
                original.mediaType(),
                Optional.of(new Focus(2500, 10_000))),
            AVATARS,
            old.job().renderRevision(),
            old.job().createdAt());
    VersionRecord record = Upload.stored(job, 1, old.updatedAt());
    ObjectNode json = RecordJson.write(record);
    assertThat(json.get("job").get("focus").toString()).isEqualTo("{\"x\":2500,\"y\":10000}");
    assertThat(RecordJson.version(reparsed(json))).isEqualTo(record);
    ((ObjectNode) json.get("job")).remove("focus");
    assertThatThrownBy(() -> RecordJson.version(reparsed(json)))
        .as("a release that reads no focal points leaves the record alone")
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("v must be 1, not 2");
    assertThatThrownBy(() -> RecordJson.version(reparsed(json.put("v", 1))))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("not that of original and recipe");
  }

  @Test
  void focalPointsOfAnImageAreAFieldThatOlderReleasesRefuse() {
    ImageRecord image = RecordJson.image(Json.parse(ONE_SET));
    Sha256 one = Sha256.of("an original");
    ImageRecord moved =
        image
            .withFocus(one, Optional.of(new Focus(1, 2)), List.of())
            .withFocus(Sha256.of("another"), Optional.empty(), List.of());
    ObjectNode json = RecordJson.write(moved);
    assertThat(json.get("v").intValue()).isEqualTo(3);
    assertThat(json.get("points"))
        .hasSize(2)
        .anySatisfy(point ->
            assertThat(point.toString())
                .isEqualTo("{\"original\":\"" + one.hex() + "\",\"focus\":{\"x\":1,\"y\":2}}"));
    assertThat(RecordJson.image(reparsed(json))).isEqualTo(moved);
    assertThat(moved.entombed(new Life.Erasing(image.createdAt()), Optional.empty()).points())
        .isEqualTo(FocalPoints.NONE);
    json.remove("points");
    assertThatThrownBy(() -> RecordJson.image(reparsed(json)))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("v must be 1, not 3");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyRecordReadsBackEqual(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 30; i++) {
      VersionRecord version = version(random);
      assertThat(RecordJson.version(reparsed(RecordJson.write(version))))
          .as("seed %d", seed)
          .isEqualTo(version);
      ImageRecord image = image(random);
      assertThat(RecordJson.image(reparsed(RecordJson.write(image))))
          .as("seed %d", seed)
          .isEqualTo(image);
      Outcome outcome = outcome(random);
      assertThat(RecordJson.outcome(reparsed(RecordJson.write(outcome))))
          .as("seed %d", seed)
          .isEqualTo(outcome);
      IdempotencyRecord row = idempotency(random);
      assertThat(RecordJson.idempotency(reparsed(RecordJson.write(row))))
          .as("seed %d", seed)
          .isEqualTo(row);
    }
  }

  @Test
  void anotherFormatNumberIsRefused() {
    ObjectNode json = RecordJson.write(outcome(new Random(1))).put("v", 2);
    assertThatThrownBy(() -> RecordJson.outcome(reparsed(json)))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("v must be");
  }

  /// As the release before named sets wrote it.
  private static final String ONE_SET =
      "{\"v\":1,\"id\":\"01JD2Z6K7M8N9PQRSTVW000001\",\"createdAt\":\"2026-11-23T10:00:00Z\","
          + "\"name\":\"a.jpg\",\"epoch\":5,\"versions\":3,\"latest\":\"00000000000000aa\","
          + "\"current\":{\"version\":\"00000000000000bb\",\"sequence\":2},"
          + "\"dueAt\":\"2026-11-23T11:00:00Z\"}";

  private static final String SEVERAL_SETS =
      "{\"v\":2,\"id\":\"01JD2Z6K7M8N9PQRSTVW000001\",\"createdAt\":\"2026-11-23T10:00:00Z\","
          + "\"epoch\":5,\"versions\":3,\"latest\":\"00000000000000aa\","
          + "\"current\":{\"version\":\"00000000000000bb\",\"sequence\":2},"
          + "\"sets\":{\"default\":\"default\",\"next\":\"social\",\"byName\":{"
          + "\"default\":{\"latest\":\"00000000000000bb\","
          + "\"current\":{\"version\":\"00000000000000bb\",\"sequence\":2}},"
          + "\"social\":{\"latest\":\"00000000000000aa\","
          + "\"reopened\":{\"00000000000000aa\":3}}}}}";

  @ParameterizedTest
  @ValueSource(strings = {ONE_SET, SEVERAL_SETS})
  void aStoredImageIsWrittenAsItWasRead(String stored) {
    assertThat(Json.write(RecordJson.write(RecordJson.image(Json.parse(stored)))))
        .isEqualTo(stored);
  }

  @Test
  void theFormatNumberSaysWhetherAnImageHasSeveralSets() {
    assertThatThrownBy(
            () -> RecordJson.image(Json.parse(SEVERAL_SETS.replace("\"v\":2", "\"v\":1"))))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("v must be 2, not 1");
    assertThatThrownBy(() -> RecordJson.image(Json.parse(ONE_SET.replace("\"v\":1", "\"v\":2"))))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("v must be 1, not 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"latest\":\"00000000000000aa\",\"current\" | \"latest\":\"00000000000000cc\",\"current\"",
        "\"default\":\"default\" | \"default\":\"other\"",
        "\"next\":\"social\" | \"next\":\"other\"",
        "\"next\":\"social\" | \"next\":\"default\"",
      })
  void setsThatContradictTheirImageAreRefused(String right, String wrong) {
    assertThat(SEVERAL_SETS).contains(right);
    String altered = SEVERAL_SETS.replace(right, wrong);
    assertThatThrownBy(() -> RecordJson.image(Json.parse(altered)))
        .isInstanceOf(MalformedJson.class);
  }

  @Test
  void anErasureOfAnOlderReleaseHasNoStageYet() {
    Instant since = Instant.parse("2026-11-23T10:00:00Z");
    ObjectNode json = RecordJson.write(image(new Random(1)));
    json.remove(List.of("erasedAt", "receipt", "lastLookAt", "copiesRefused", "account"));
    json.put("erasingSince", since.toString());
    assertThat(RecordJson.image(reparsed(json)).life()).isEqualTo(new Life.Erasing(since));
    assertThat(Erasure.stage(new Life.Erasing(since))).isEqualTo(Erasure.Stage.FILES);
  }

  /// An older release reads these fields only, and treats an image with versions as one whose first
  /// pass is to be made.
  @Test
  void theStageOfAnErasureIsInFieldsThatAnOlderReleaseIgnores() {
    Instant now = Instant.parse("2026-11-23T10:00:00Z");
    ImageRecord live = image(new Random(1)).entombed(new Life.Live(), Optional.empty());
    ImageRecord begun = Erasure.begun(live, now).orElseThrow();
    ImageRecord deleted =
        Erasure.deletedOnce(
            begun,
            new Life.Erasing(now),
            new Erasure.Versions(List.of(), true),
            true,
            Erasure.Permissions.STAY,
            now);
    ObjectNode before = RecordJson.write(begun);
    ObjectNode after = RecordJson.write(deleted);
    assertThat(after.get("v")).isEqualTo(before.get("v"));
    before.remove("account");
    after.remove(List.of("lastLookAt", "copiesRefused"));
    after.set("epoch", before.get("epoch"));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void aVersionThatDoesNotMatchItsJobIsRefused() {
    ObjectNode json = RecordJson.write(version(new Random(1)));
    ((ObjectNode) json.get("job")).put("version", "0123456789abcdef");
    assertThatThrownBy(() -> RecordJson.version(reparsed(json)))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("not that of original and recipe");
  }

  private static JsonObject reparsed(ObjectNode json) {
    return Json.parse(Json.write(json));
  }

  private static VersionRecord version(Random random) {
    Sha256 sha256 = sha256(random);
    ImageJob job =
        ImageJob.of(
            id(random),
            new ImageJob.Original(
                sha256, random.nextLong(100_000_000), "image/jpeg", focus(random)),
            recipe(random),
            RenderRevision.parse("1-test"),
            instant(random));
    return new VersionRecord(
        job,
        1 + random.nextLong(1L << 40),
        1 + random.nextLong(1L << 40),
        1 + random.nextInt(5),
        random.nextInt(5),
        random.nextInt(3),
        state(random, job),
        maybe(random),
        instant(random),
        random.nextBoolean() ? Lane.FRESH : Lane.BULK);
  }

  private static Optional<Focus> focus(Random random) {
    return random.nextBoolean()
        ? Optional.of(new Focus(random.nextInt(10_001), random.nextInt(10_001)))
        : Optional.empty();
  }

  private static Recipe recipe(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Recipes.DEFAULT;
      case 1 -> Recipes.FAST;
      default -> AVATARS;
    };
  }

  private static VersionState state(Random random, ImageJob job) {
    return switch (random.nextInt(7)) {
      case 0 -> new VersionState.AwaitingUpload(instant(random));
      case 1 -> new VersionState.Queued(instant(random));
      case 2 ->
          new VersionState.Processing(
              "worker-" + random.nextInt(),
              instant(random),
              List.of(Step.values()).get(random.nextInt(4)));
      case 3 ->
          new VersionState.Ready(
              manifest(random, job),
              random.nextBoolean() ? Optional.of("a profile was not used") : Optional.empty(),
              random.nextBoolean()
                  ? Optional.of(
                      new CpuTime(
                          random.nextInt(1_000_000),
                          Map.of("320.avif", random.nextLong(1L << 40), "card.webp", 0L)))
                  : Optional.empty());
      case 4 ->
          new VersionState.Failed(
              List.of(Rejection.values()).get(random.nextInt(12)), "seen: \u0001 \"é😀\"");
      case 5 -> new VersionState.Superseded(new Version(sha256(random).hex().substring(0, 16)));
      default -> new VersionState.Expired();
    };
  }

  private static Manifest manifest(Random random, ImageJob job) {
    return new Manifest(
        job.imageId(),
        job.version(),
        new Manifest.RecipeRef(job.recipe().name(), job.recipe().digest()),
        new Manifest.OriginalInfo("jpeg", 4000, 3000, random.nextBoolean(), false, 1),
        new Manifest.RendererInfo(
            RenderRevision.parse("1-test"), "8.18.7", Map.of("webp", "1.6.0", "heif", "1.23.5")),
        "1QcSHQRnh493V4dIh4eXh1h4kJUI",
        "#aabbcc",
        List.of(
            new Manifest.Variant(
                SizeName.ofWidth(320),
                Format.WEBP,
                320,
                240,
                random.nextLong(1L << 33),
                sha256(random),
                random.nextBoolean(),
                "a/b/320.webp")));
  }

  private static ImageRecord image(Random random) {
    Life life =
        switch (random.nextInt(3)) {
          case 0 -> new Life.Live();
          case 1 ->
              new Life.Erasing(instant(random), maybe(random), copies(random), account(random));
          default ->
              new Life.Erased(
                  instant(random),
                  instant(random),
                  random.nextBoolean() ? Optional.of("{\"a\":\"ü\"}") : Optional.empty());
        };
    return new ImageRecord(
        id(random),
        instant(random),
        random.nextBoolean() ? Optional.of("Füße + 100%.jpg") : Optional.empty(),
        metadata(random),
        1 + random.nextLong(1L << 40),
        random.nextLong(1L << 40),
        random.nextBoolean() ? Optional.of(version16(random)) : Optional.empty(),
        random.nextBoolean()
            ? Optional.of(new ImageRecord.Current(version16(random), 1 + random.nextInt(9)))
            : Optional.empty(),
        Optional.empty(),
        points(random),
        life,
        maybe(random));
  }

  private static Optional<ErasureAccount> account(Random random) {
    if (random.nextBoolean()) {
      return Optional.empty();
    }
    SortedMap<String, SortedSet<String>> files = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      files.put(
          version16(random).value(),
          new TreeSet<>(List.of("manifest.json", random.nextInt(2) + ".avif")));
    }
    return Optional.of(
        new ErasureAccount(
            new TreeSet<>(List.of(sha256(random).hex())),
            files,
            random.nextLong(1L << 40),
            random.nextBoolean() ? Optional.of("a/b/1.avif") : Optional.empty(),
            random.nextInt(9),
            maybe(random)));
  }

  private static Metadata metadata(Random random) {
    TreeMap<String, String> entries = new TreeMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      entries.put("key" + random.nextInt(9), "a:b \"é\" " + random.nextInt());
    }
    return new Metadata(entries);
  }

  private static FocalPoints points(Random random) {
    Map<Sha256, Optional<Focus>> points = new HashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      points.put(
          sha256(random),
          random.nextBoolean()
              ? Optional.of(new Focus(random.nextInt(10_001), random.nextInt(10_001)))
              : Optional.empty());
    }
    return new FocalPoints(points);
  }

  private static Optional<Life.Copies> copies(Random random) {
    return random.nextBoolean()
        ? Optional.of(new Life.Copies(random.nextInt(100)))
        : Optional.empty();
  }

  private static Outcome outcome(Random random) {
    return new Outcome(
        "outcome-" + random.nextLong(),
        id(random),
        random.nextBoolean() ? Optional.of(version16(random)) : Optional.empty(),
        "image.ready",
        "{\"a\":\"ü\"}",
        instant(random),
        random.nextInt(9),
        instant(random),
        random.nextBoolean() ? Optional.of("the receiver answered 500") : Optional.empty(),
        random.nextBoolean()
            ? TraceParent.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            : Optional.empty());
  }

  private static IdempotencyRecord idempotency(Random random) {
    return new IdempotencyRecord(
        sha256(random), sha256(random), id(random), version16(random), 201, instant(random));
  }

  private static ImageId id(Random random) {
    return new ImageId("01J%023d".formatted(random.nextInt(Integer.MAX_VALUE)));
  }

  private static Version version16(Random random) {
    return new Version(sha256(random).hex().substring(0, 16));
  }

  private static Sha256 sha256(Random random) {
    return Sha256.of("random " + random.nextLong());
  }

  private static Instant instant(Random random) {
    return Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
  }

  private static Optional<Instant> maybe(Random random) {
    return random.nextBoolean() ? Optional.of(instant(random)) : Optional.empty();
  }
}
