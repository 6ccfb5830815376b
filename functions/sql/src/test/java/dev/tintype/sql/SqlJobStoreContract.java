package dev.tintype.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Metadata;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStoreContract;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Retired;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of every job store in a SQL database(). A subclass opens an empty database for each
/// test.
public abstract class SqlJobStoreContract extends JobStoreContract {

  /// @return the database, the same one during a test, empty at its start
  protected abstract SqlDatabase database();

  /// @return its dialect
  protected abstract SqlDialect dialect();

  @Override
  protected final JobStore store() {
    return new SqlJobStore(database(), dialect());
  }

  private record Place(String table, String where, List<String> names) {
    static Place of(Unreadable.Kind kind, String key) {
      return switch (kind) {
        case IMAGE -> new Place("images", "id = ?", List.of(key));
        case VERSION ->
            new Place("versions", "image_id = ? AND version = ?", List.of(key.split("/")));
        case OUTCOME -> new Place("outbox", "id = ?", List.of(key));
        case ANSWER -> new Place("idempotency", "key = ?", List.of(key));
      };
    }
  }

  @Override
  protected final void alter(Unreadable.Kind kind, String key, UnaryOperator<String> change) {
    Place place = Place.of(kind, key);
    List<Object> parameters = new ArrayList<>(List.of(change.apply(text(kind, key))));
    parameters.addAll(place.names());
    String sql = "UPDATE " + place.table() + " SET record = ? WHERE " + place.where();
    database().write("a test", c -> new Sql(sql, parameters.toArray()).update(c));
  }

  @Override
  protected final String text(Unreadable.Kind kind, String key) {
    Place place = Place.of(kind, key);
    String sql = "SELECT record FROM " + place.table() + " WHERE " + place.where();
    return database()
        .read("a test", c -> new Sql(sql, place.names().toArray()).row(c, row -> row.getString(1)))
        .orElseThrow();
  }

  private static VersionRecord awaited(int number, Instant due) {
    ImageId id = new ImageId("01JD2Z6K7M8N9PQRSTVW%06d".formatted(number));
    Original original = new Original(Sha256.of("bytes"), 5, "image/jpeg");
    ImageJob job =
        ImageJob.of(
            id,
            original,
            Recipes.builtIn().getFirst(),
            RenderRevision.parse("1-test"),
            Instant.EPOCH);
    return Upload.awaited(job, 1, due, Instant.EPOCH);
  }

  private static VersionRecord held(VersionRecord record) {
    return record.to(
        new Processing("worker", Instant.EPOCH, Step.FETCH), record.dueAt(), Instant.EPOCH);
  }

  @Test
  void theVersionThatWaitedLongestForAWorkerIsFoundAmongOthers() {
    JobStore store = store();
    Instant began = Instant.EPOCH.plusSeconds(100);
    assertThat(store.queuedSince()).isEmpty();
    for (int number = 0; number < 3; number++) {
      VersionRecord waiting = awaited(number, Instant.EPOCH);
      store.commit(Change.of(new PutVersion(Optional.empty(), waiting)));
    }
    assertThat(store.queuedSince()).isEmpty();
    for (int number = 3; number < 6; number++) {
      VersionRecord waiting = awaited(number, Instant.EPOCH);
      VersionRecord queued = Upload.arrived(waiting, began.plusSeconds(10 - number)).orElseThrow();
      store.commit(Change.of(new PutVersion(Optional.empty(), queued)));
    }
    VersionRecord working = awaited(6, Instant.EPOCH);
    store.commit(Change.of(new PutVersion(Optional.empty(), held(working))));
    assertThat(store.queuedSince()).contains(began.plusSeconds(5));
  }

  @Test
  void neitherBulkWorkNorEndedVersionsHideAnUploadThatWaits() {
    JobStore store = store();
    Instant began = Instant.EPOCH.plusSeconds(100);
    VersionRecord bulk =
        Upload.stored(awaited(0, Instant.EPOCH).job(), 1, Lane.BULK, Instant.EPOCH);
    store.commit(Change.of(new PutVersion(Optional.empty(), bulk)));
    assertThat(store.queuedSince()).as("bulk work waits by design").isEmpty();
    for (int number = 1; number <= 250; number++) {
      VersionRecord retired =
          awaited(number, Instant.EPOCH)
              .to(new Retired(), Optional.of(Instant.EPOCH), Instant.EPOCH);
      store.commit(Change.of(new PutVersion(Optional.empty(), retired)));
    }
    VersionRecord queued = Upload.arrived(awaited(251, Instant.EPOCH), began).orElseThrow();
    store.commit(Change.of(new PutVersion(Optional.empty(), queued)));
    assertThat(store.queuedSince()).contains(began);
  }

  @Test
  void whatWaitsForAnUploadIsShownOnceEachHoweverMuchItIs() {
    JobStore store = store();
    Set<VersionRecord> expected = new HashSet<>();
    for (int number = 0; number < 450; number++) {
      VersionRecord record = awaited(number, Instant.EPOCH.plusSeconds(number / 300));
      expected.add(record);
      store.commit(Change.of(new PutVersion(Optional.empty(), record)));
    }
    VersionRecord other = awaited(450, Instant.EPOCH);
    store.commit(Change.of(new PutVersion(Optional.empty(), other)));
    store.commit(Change.of(new PutVersion(Optional.of(other), held(other))));
    List<VersionRecord> seen = new ArrayList<>();
    store.eachAwaited(seen::add);
    assertThat(seen).hasSize(450).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(seen.getLast().dueAt()).contains(Instant.EPOCH.plusSeconds(1));
  }

  @Test
  void onlyWhatAWorkerHoldsIsShownAsHeldAndWhatCannotBeReadIsLeftOut() {
    JobStore store = store();
    List<VersionRecord> held = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      VersionRecord record = awaited(number, Instant.EPOCH);
      held.add(held(record));
      store.commit(Change.of(new PutVersion(Optional.empty(), record)));
      store.commit(Change.of(new PutVersion(Optional.of(record), held.getLast())));
    }
    VersionRecord ended = held.get(1).to(new Expired(), Optional.empty(), Instant.EPOCH);
    store.commit(Change.of(new PutVersion(Optional.of(held.get(1)), ended)));
    VersionRecord spoiled = held.get(2);
    alter(
        Unreadable.Kind.VERSION,
        spoiled.job().imageId() + "/" + spoiled.job().version(),
        text -> text.replace("\"v\":1", "\"v\":2"));
    List<VersionRecord> seen = new ArrayList<>();
    store.eachHeld(seen::add);
    assertThat(seen).containsExactly(held.getFirst());
  }

  @Test
  void dueOutcomesAreCountedWithoutBeingRead() {
    JobStore store = store();
    for (int due = 1; due <= 7; due++) {
      Sql sql =
          new Sql(
              "INSERT INTO outbox (id, due_at, record) VALUES (?, ?, 'no JSON')", "o" + due, due);
      database().write("a test", sql::update);
    }
    assertThat(store.outcomesDue(Instant.EPOCH.plusNanos(5), 100)).isEqualTo(5);
    assertThat(store.outcomesDue(Instant.EPOCH.plusNanos(5), 3)).isEqualTo(3);
  }

  @Test
  void imagesAreListedByTheStateOfTheirLatestVersion() {
    JobStore store = store();
    List<ImageId> waiting = new ArrayList<>();
    for (int number = 0; number < 9; number++) {
      VersionRecord record = awaited(number, Instant.EPOCH);
      ImageRecord image = image(record);
      store.commit(
          Change.of(
              new PutImage(Optional.empty(), image), new PutVersion(Optional.empty(), record)));
      if (number % 3 == 0) {
        store.commit(Change.of(new PutVersion(Optional.of(record), held(record))));
      } else {
        waiting.addFirst(image.id());
      }
    }
    assertThat(listed(store, "awaiting_upload")).isEqualTo(waiting);
    assertThat(listed(store, "processing")).hasSize(3);
    assertThat(listed(store, "failed")).isEmpty();
  }

  /// A move carries damaged records over as they are.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"metadata\":{\"a\":",
        "{\"metadata\":{\"a\":\"\\u0000\"}}",
        "{\"metadata\":{\"a\":[1]}}",
        "{\"metadata\":{\"a\":\"%s\"}}",
        "{\"metadata\":7}",
        "{\"metadata\":[\"a\"]}",
        "no JSON",
      })
  void aRecordWithDamagedMetadataStopsNoWrite(String damaged) {
    JobStore store = store();
    ImageRecord image =
        image(awaited(1, Instant.EPOCH))
            .labelled(Optional.empty(), Metadata.NONE.with(Map.of("album", Optional.of("42"))));
    Metadata.Entry entry = new Metadata.Entry("album", "42");
    store.commit(Change.of(new PutImage(Optional.empty(), image)));
    String whole = text(Unreadable.Kind.IMAGE, image.id().value());
    alter(Unreadable.Kind.IMAGE, image.id().value(), _ -> damaged.formatted("x".repeat(5_000)));
    assertThat(store.page(entry, Optional.empty(), 10).images()).isEmpty();
    assertThat(store.list(Optional.empty(), 10)).isEmpty();
    alter(Unreadable.Kind.IMAGE, image.id().value(), _ -> whole);
    assertThat(store.page(entry, Optional.empty(), 10).images()).containsExactly(image);
    database()
        .write(
            "a test",
            c -> new Sql("DELETE FROM images WHERE id = ?", image.id().value()).update(c));
    List<Integer> left =
        database()
            .read(
                "a test",
                c -> new Sql("SELECT 1 FROM image_metadata").rows(c, row -> row.getInt(1)));
    assertThat(left).isEmpty();
  }

  private static List<ImageId> listed(JobStore store, String state) {
    List<ImageId> found = new ArrayList<>();
    Optional<ImageId> before = Optional.empty();
    do {
      JobStore.ImagePage page = store.page(Optional.of(state), before, 2);
      page.images().forEach(image -> found.add(image.id()));
      before = page.next();
    } while (before.isPresent());
    return found;
  }

  private static ImageRecord image(VersionRecord latest) {
    return new ImageRecord(
        latest.job().imageId(),
        Instant.EPOCH,
        Optional.empty(),
        1,
        1,
        Optional.of(latest.job().version()),
        Optional.empty(),
        new ImageRecord.Life.Live(),
        Optional.empty());
  }
}
