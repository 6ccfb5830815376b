package dev.tintype.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Manifest;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Superseded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The sets of one image against a model that remembers every decision.
class ImageSetsTest {

  private static final ImageId ID = new ImageId("01JD2Z6K7M8N9PQRSTVW000001");
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final RenderRevision OLD = RenderRevision.parse("1-a");
  private static final RenderRevision NEW = RenderRevision.parse("2-a");
  private static final List<String> NAMES = List.of("default", "social", "wide");

  private final Map<Version, VersionRecord> versions = new LinkedHashMap<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final Map<String, Current> shown = new HashMap<>();
  private ImageRecord image = begin("default", 1);

  private record Decision(String set, Version version, long generation) {}

  /// @param content recipes of the same content make the same version, whatever their names
  private static ImageJob job(String recipe, int content, RenderRevision revision) {
    Recipe wanted =
        new Recipe(
            recipe,
            Size.widths(16 * content),
            Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 70, 2))),
            "#ffffff",
            true);
    return ImageJob.of(
        ID, new ImageJob.Original(Sha256.of("original"), 8, "image/jpeg"), wanted, revision, NOW);
  }

  private ImageRecord begin(String recipe, int content) {
    VersionRecord first = Upload.stored(job(recipe, content, OLD), 1, NOW);
    keep(first);
    decisions.add(new Decision(recipe, name(first), 1));
    return ImageRecord.first(ID, Optional.empty(), name(first), NOW);
  }

  private static Version name(VersionRecord record) {
    return record.job().version();
  }

  private void keep(VersionRecord record) {
    versions.put(name(record), record);
  }

  private ImageRecord named() {
    return image.sets().isPresent()
        ? image
        : image.named(ImageSets.of(image, onlyName(), onlyName()));
  }

  private String onlyName() {
    return at(image.latest().orElseThrow()).job().recipe().name();
  }

  private VersionRecord at(Version version) {
    return Optional.ofNullable(versions.get(version)).orElseThrow();
  }

  private Version decide(String set, int content, boolean asDefault) {
    return decide(set, content, OLD, asDefault);
  }

  private Version decide(String set, int content, RenderRevision revision, boolean asDefault) {
    ImageJob job = job(set, content, revision);
    VersionRecord version =
        versions.computeIfAbsent(job.version(), _ -> Upload.stored(job, image.versions() + 1, NOW));
    if (!version.state().mayBeShown()) {
      return name(version);
    }
    image = named().withDecision(set, asDefault, version);
    decisions.add(new Decision(set, name(version), image.versions()));
    if (version.state() instanceof Ready) {
      shown.put(set, new Current(name(version), image.versions()));
    }
    return name(version);
  }

  private void finish(Version version) {
    VersionRecord ready = to(version, new Ready(manifest(at(version).job())));
    image = image.withReady(ready);
    became(version);
  }

  /// What the model shows when a version is ready: the last decision for it counts.
  private void became(Version version) {
    for (String set : NAMES) {
      decisions.stream()
          .filter(d -> d.set().equals(set) && d.version().equals(version))
          .reduce((_, later) -> later)
          .map(last -> new Current(version, last.generation()))
          .filter(now -> now.sequence() > shownGeneration(set))
          .ifPresent(now -> shown.put(set, now));
    }
  }

  private long shownGeneration(String set) {
    return Optional.ofNullable(shown.get(set)).map(Current::sequence).orElse(0L);
  }

  private VersionRecord to(Version version, VersionState state) {
    VersionRecord after = at(version).to(state, Optional.empty(), NOW);
    keep(after);
    return after;
  }

  private void supersede(Version version) {
    VersionRecord ended = at(version);
    ImageJob job = ImageJob.of(ID, ended.job().original(), ended.job().recipe(), NEW, NOW);
    Optional<VersionRecord> stored = Optional.ofNullable(versions.get(job.version()));
    VersionRecord successor = stored.orElseGet(() -> Upload.stored(job, ended.sequence(), NOW));
    keep(successor);
    to(version, new Superseded(job.version()));
    image = (stored.isPresent() ? named() : image).withSuccessor(ended, successor);
    decisions.replaceAll(d ->
        d.version().equals(version) ? new Decision(d.set(), job.version(), d.generation()) : d);
    if (successor.state() instanceof Ready) {
      became(job.version());
    }
  }

  private static Manifest manifest(ImageJob job) {
    return new Manifest(
        job.imageId(),
        job.version(),
        new Manifest.RecipeRef(job.recipe().name(), job.recipe().digest()),
        new Manifest.OriginalInfo("jpeg", 40, 30, false, false, 1),
        new Manifest.RendererInfo(OLD, "8.18.7", Map.of()),
        "1QcSHQRnh493V4dIh4eXh1h4kJUI",
        "#aabbcc",
        List.of());
  }

  private Optional<Current> current(String set) {
    return Optional.ofNullable(sets().get(set)).flatMap(ImageSet::current);
  }

  private SortedMap<String, ImageSet> sets() {
    return image
        .sets()
        .map(ImageSets::byName)
        .orElseGet(() ->
            new TreeMap<>(
                Map.of(
                    onlyName(),
                    new ImageSet(image.latest().orElseThrow(), image.current(), Map.of()))));
  }

  private void check(String step) {
    for (String set : NAMES) {
      assertThat(current(set)).as(step + ": " + set).isEqualTo(Optional.ofNullable(shown.get(set)));
      boolean anyReady =
          decisions.stream()
              .anyMatch(d -> d.set().equals(set) && at(d.version()).state() instanceof Ready);
      assertThat(current(set).isPresent()).as(step + ": " + set).isEqualTo(anyReady);
    }
    assertThat(RecordJson.image(Json.parse(Json.write(RecordJson.write(image)))))
        .as(step)
        .isEqualTo(image);
    image
        .sets()
        .ifPresent(sets ->
            assertThat(sets.next().flatMap(sets::named).filter(ImageSet::showsLatest))
                .as(step)
                .isEmpty());
  }

  /// In any order of decisions, ends, redrives and supersessions: no set shows an older decision
  /// after a newer one, and each set shows something as soon as one of its versions is ready.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everySetShowsTheLatestDecisionThatIsReady(long seed) {
    Random random = new Random(seed);
    for (int history = 0; history < 100; history++) {
      versions.clear();
      decisions.clear();
      shown.clear();
      image = begin("default", 1);
      for (int step = 0; step < 25; step++) {
        String did = "seed " + seed + " history " + history + " step " + step + " " + act(random);
        check(did);
      }
    }
  }

  private String act(Random random) {
    int choice = random.nextInt(10);
    if (choice < 4) {
      String set = NAMES.get(random.nextInt(NAMES.size()));
      int content = 1 + random.nextInt(3);
      boolean asDefault = random.nextInt(3) == 0;
      RenderRevision revision = random.nextInt(3) == 0 ? NEW : OLD;
      Version decided = decide(set, content, revision, asDefault);
      return "decided " + set + " " + decided + " " + asDefault;
    }
    List<VersionRecord> all = List.copyOf(versions.values());
    VersionRecord one = all.get(random.nextInt(all.size()));
    Version version = name(one);
    if (one.state() instanceof Failed) {
      to(version, new Queued(NOW));
      return "redriven " + version;
    }
    if (!(one.state() instanceof Queued)) {
      return "nothing";
    }
    if (choice < 8) {
      finish(version);
      return "finished " + version;
    }
    if (choice == 8 || one.job().renderRevision().equals(NEW)) {
      to(version, new Failed(Rejection.DECODER_CRASHED, ""));
      image = image.touched();
      return "failed " + version;
    }
    supersede(version);
    return "superseded " + version;
  }

  @Test
  void aFinishAfterAReturnDoesNotShowTheOtherVersion() {
    Version a = image.latest().orElseThrow();
    finish(a);
    Version b = decide("default", 2, false);
    decide("default", 1, false);
    assertThat(image.current()).contains(new Current(a, 3));
    finish(b);
    assertThat(image.current()).contains(new Current(a, 3));
    assertThat(image.sets()).as("one set needs no names").isEmpty();
  }

  @Test
  void aVersionOnItsWayCountsByItsLastDecision() {
    Version a = image.latest().orElseThrow();
    Version b = decide("default", 2, false);
    decide("default", 1, false);
    Version c = decide("default", 3, false);
    finish(b);
    assertThat(image.current()).contains(new Current(b, 2));
    finish(a);
    assertThat(image.current()).contains(new Current(a, 3));
    finish(c);
    assertThat(image.current()).contains(new Current(c, 4));
    assertThat(image.sets()).isEmpty();
  }

  /// The successor was decided later than the version that it replaces.
  @Test
  void aSuccessorKeepsItsOwnLaterDecision() {
    Version a = image.latest().orElseThrow();
    Version b = decide("default", 1, NEW, false);
    supersede(a);
    finish(b);
    assertThat(image.current()).contains(new Current(b, 2));
  }

  @Test
  void aReadySuccessorIsShownByTheDecisionItTakesOver() {
    Version b = decide("default", 1, NEW, false);
    finish(b);
    Version c = decide("default", 2, OLD, false);
    finish(c);
    Version again = decide("default", 3, OLD, false);
    Version successor = decide("social", 3, NEW, false);
    finish(successor);
    supersede(again);
    assertThat(image.current()).contains(new Current(successor, 4));
  }

  @Test
  void anotherSetBecomesTheDefaultSetOnlyWhenItIsReady() {
    Version a = image.latest().orElseThrow();
    finish(a);
    Version b = decide("social", 2, true);
    assertThat(image.latest()).contains(b);
    assertThat(image.current()).contains(new Current(a, 1));
    assertThat(image.sets().orElseThrow().standard()).isEqualTo("default");
    finish(b);
    assertThat(image.current()).contains(new Current(b, 2));
    assertThat(image.sets().orElseThrow().standard()).isEqualTo("social");
    assertThat(current("default")).contains(new Current(a, 1));
  }

  @Test
  void theDefaultSetCanTakeBackItsReplacement() {
    Version a = image.latest().orElseThrow();
    finish(a);
    Version b = decide("social", 2, true);
    decide("default", 1, true);
    finish(b);
    assertThat(image.sets().orElseThrow().standard()).isEqualTo("default");
    assertThat(image.current()).contains(new Current(a, 3));
  }

  @Test
  void anotherSetLeavesTheDefaultSetAlone() {
    Version a = image.latest().orElseThrow();
    finish(a);
    Version b = decide("social", 2, false);
    finish(b);
    assertThat(image.latest()).contains(a);
    assertThat(image.current()).contains(new Current(a, 1));
    assertThat(current("social")).contains(new Current(b, 2));
  }

  @Test
  void recipesOfTheSameContentShareAVersionInTwoSets() {
    Version a = image.latest().orElseThrow();
    assertThat(decide("social", 1, false)).isEqualTo(a);
    finish(a);
    assertThat(image.current()).contains(new Current(a, 1));
    assertThat(current("social")).contains(new Current(a, 2));
  }

  /// An older release replaced the default set. Its request still holds.
  @Test
  void aReplacementOfAnOlderReleaseStillReplacesTheDefaultSet() {
    Version a = image.latest().orElseThrow();
    finish(a);
    VersionRecord b = Upload.stored(job("social", 2, OLD), 2, NOW);
    keep(b);
    ImageRecord older =
        new ImageRecord(
            ID,
            NOW,
            Optional.empty(),
            9,
            2,
            Optional.of(name(b)),
            image.current(),
            image.life(),
            Optional.empty());
    VersionRecord ready = b.to(new Ready(manifest(b.job())), Optional.empty(), NOW);
    assertThat(older.withReady(ready).current()).contains(new Current(name(b), 2));
    ImageRecord named = older.named(ImageSets.of(older, "default", "social"));
    assertThat(named.latest()).isEqualTo(older.latest());
    assertThat(named.current()).isEqualTo(older.current());
    ImageRecord after =
        named.withDecision("wide", false, Upload.stored(job("wide", 3, OLD), 3, NOW));
    assertThat(after.latest()).contains(name(b));
    assertThat(after.withReady(ready).current()).contains(new Current(name(b), 2));
    assertThat(after.withReady(ready).sets().orElseThrow().standard()).isEqualTo("social");
  }
}
