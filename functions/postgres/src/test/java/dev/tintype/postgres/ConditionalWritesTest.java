package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Race;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.sql.SqlJobStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two hosts, each with a pool of its own, race each conditional write.
class ConditionalWritesTest {

  private static final int ROUNDS = 60;
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final List<PostgresDatabase> hosts = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    hosts.add(TestServer.open("races"));
    hosts.add(PostgresDatabase.open(TestServer.connections(TestServer.address("races"))));
  }

  @AfterEach
  void close() {
    hosts.forEach(PostgresDatabase::close);
  }

  private SqlJobStore store(int host) {
    return new SqlJobStore(hosts.get(host), new PostgresDialect());
  }

  private void oneWins(IntFunction<Write> write) throws Exception {
    List<Boolean> applied =
        Race.of(2, host -> () -> store(host).commit(Change.of(write.apply(host))));
    assertThat(Collections.frequency(applied, true)).isEqualTo(1);
  }

  private static ImageId id(int number) {
    return new ImageId("01JD2Z6K7M8N9PQRSTVW%06d".formatted(number));
  }

  private static ImageRecord image(int number) {
    return new ImageRecord(
        id(number),
        NOW,
        Optional.empty(),
        1,
        0,
        Optional.empty(),
        Optional.empty(),
        new ImageRecord.Life.Live(),
        Optional.empty());
  }

  private static VersionRecord version(int number) {
    ImageJob.Original original = new ImageJob.Original(Sha256.of("bytes"), 5, "image/jpeg");
    ImageJob job =
        ImageJob.of(
            id(number),
            original,
            Recipes.builtIn().getFirst(),
            RenderRevision.parse("1-test"),
            NOW);
    return Upload.awaited(job, 1, NOW, NOW);
  }

  private static VersionRecord held(VersionRecord record, int host) {
    return record.to(new Processing("worker " + host, NOW, Step.FETCH), record.dueAt(), NOW);
  }

  @Test
  void oneOfTwoCreatesAnImage() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int number = round;
      oneWins(_ -> new PutImage(Optional.empty(), image(number)));
    }
  }

  @Test
  void oneOfTwoReplacesAnImage() throws Exception {
    ImageRecord before = image(1);
    store(0).commit(Change.of(new PutImage(Optional.empty(), before)));
    for (int round = 0; round < ROUNDS; round++) {
      ImageRecord known = before;
      oneWins(host ->
          new PutImage(
              Optional.of(known),
              known.entombed(
                  new ImageRecord.Life.Erasing(NOW.plusSeconds(host)), Optional.of(NOW))));
      before = store(1).image(id(1)).orElseThrow();
      assertThat(before.epoch()).isEqualTo(known.epoch() + 1);
    }
  }

  @Test
  void oneOfTwoCreatesAVersion() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int number = round;
      oneWins(_ -> new PutVersion(Optional.empty(), version(number)));
    }
  }

  @Test
  void oneOfTwoClaimsAVersion() throws Exception {
    VersionRecord before = version(1);
    store(0).commit(Change.of(new PutVersion(Optional.empty(), before)));
    for (int round = 0; round < ROUNDS; round++) {
      VersionRecord known = before;
      oneWins(host -> new PutVersion(Optional.of(known), held(known, host)));
      before = store(1).version(id(1), known.job().version()).orElseThrow();
      assertThat(before.epoch()).isEqualTo(known.epoch() + 1);
    }
  }

  @Test
  void oneOfTwoTakesAnIdempotencyKey() throws Exception {
    VersionRecord version = version(1);
    for (int round = 0; round < ROUNDS; round++) {
      Instant now = NOW.plusSeconds(60L * round);
      oneWins(host ->
          new AddIdempotency(
              new IdempotencyRecord(
                  Sha256.of("key"),
                  Sha256.of("body " + host),
                  version.job().imageId(),
                  version.job().version(),
                  201,
                  now.plusSeconds(60)),
              now));
    }
  }

  /// Both write the same rows, named in opposite order.
  @Test
  void changesOfTheSameRowsDoNotWaitForEachOther() throws Exception {
    List<VersionRecord> versions = List.of(version(1), version(2), version(3));
    versions.forEach(one -> store(0).commit(Change.of(new PutVersion(Optional.empty(), one))));
    List<VersionRecord> known = versions;
    for (int round = 0; round < ROUNDS; round++) {
      List<VersionRecord> before = known;
      List<Boolean> applied = Race.of(2, host -> () -> store(host).commit(claimAll(before, host)));
      assertThat(Collections.frequency(applied, true)).isEqualTo(1);
      known =
          before.stream()
              .map(one -> store(0).version(one.job().imageId(), one.job().version()).orElseThrow())
              .toList();
    }
  }

  private static Change claimAll(List<VersionRecord> known, int host) {
    List<Write> writes = new ArrayList<>();
    known.forEach(one -> writes.add(new PutVersion(Optional.of(one), held(one, host))));
    return new Change(host == 0 ? writes : writes.reversed());
  }
}
