package dev.tintype.postgres;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Change.Write.RemoveOutcome;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.Outcomes;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlJobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How long the writes of a claim and of a finish take in tables of several sizes.
final class ClaimMeasure {

  /// The numbers of rows of the promise.
  static final int[] SIZES = {1_000, 100_000, 1_000_000};

  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(90);
  private static final String NUMBERED = "01JD2Z6K7M8N9PQRSTV";
  private static final String IDS =
      " (SELECT '"
          + NUMBERED
          + "' || lpad(n::text, 7, '0') AS id FROM generate_series(?, ?) AS n) ids";
  private static final String COPY_VERSION =
      "INSERT INTO versions SELECT ids.id, version, epoch, state, due_at, replace(record, ?, ids.id)"
          + " FROM versions,"
          + IDS
          + " WHERE versions.image_id = ?";
  private static final String COPY_IMAGE =
      "INSERT INTO images SELECT ids.id, epoch, live, latest, due_at, replace(record, ?, ids.id)"
          + " FROM images,"
          + IDS
          + " WHERE images.id = ?";
  private static final int AT_ONCE = 20_000;
  private static final int WARM_UP = 1_000;
  private static final int ROUNDS = 3;
  private static final int CLAIMS = 1_000;

  private final Measure measure;
  private int claimed;

  ClaimMeasure(Measure measure) {
    this.measure = measure;
  }

  void claims(int... sizes) {
    try (PostgresDatabase database = measure.open(2)) {
      SqlJobStore store = new SqlJobStore(database, new PostgresDialect());
      double fewest = Double.NaN;
      int there = 0;
      for (int rows : sizes) {
        fill(store, database, there, rows);
        there = rows;
        times(store, rows, WARM_UP);
        double p50 = tell(store, rows);
        fewest = Double.isNaN(fewest) ? p50 : fewest;
        measure.row(
            "claim and finish at %s images, p50 of both together"
                .formatted(Measure.number(rows, 0)),
            rows == sizes[0] ? "–" : "≤ 1.5 times that at " + Measure.number(sizes[0], 0),
            Measure.number(p50, 2) + " ms",
            p50 <= fewest * 1.5);
      }
    }
  }

  private double tell(SqlJobStore store, int rows) {
    double[] middle = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long[] nanos = times(store, rows, CLAIMS);
      middle[round] = Measure.percentile(nanos, 0.5);
      measure.print(
          "%d images, %d claims and finishes: p50 %.2f ms, p99 %.2f ms both together",
          rows, CLAIMS, middle[round], Measure.percentile(nanos, 0.99));
    }
    return Measure.median(middle);
  }

  private static VersionRecord queued() {
    Original original = new Original(Sha256.of("bytes"), 5, "image/jpeg");
    ImageJob job = ImageJob.of(id(0), original, Recipes.FAST, RenderRevision.parse("1-test"), AT);
    return Upload.awaited(job, 1, AT, AT).to(new Queued(AT), Optional.of(AT), AT);
  }

  private static ImageId id(int number) {
    return new ImageId(NUMBERED + "%07d".formatted(number));
  }

  /// Rows like the first one's, with ids of their own.
  private static void fill(SqlJobStore store, PostgresDatabase database, int from, int to) {
    if (from == 0) {
      VersionRecord first = queued();
      store.commit(
          Change.of(
              new PutImage(
                  Optional.empty(),
                  ImageRecord.first(id(0), Optional.empty(), first.job().version(), AT)),
              new PutVersion(Optional.empty(), first)));
    }
    for (int first = Math.max(1, from); first < to; first += AT_ONCE) {
      int last = Math.min(first + AT_ONCE, to) - 1;
      copy(database, COPY_VERSION, first, last);
      copy(database, COPY_IMAGE, first, last);
    }
    for (String table : new String[] {"versions", "images"}) {
      database.write("measuring", c -> new Sql("ANALYZE " + table).update(c));
    }
  }

  private static void copy(PostgresDatabase database, String statement, int first, int last) {
    String pattern = id(0).value();
    Sql sql = new Sql(statement, pattern, first, last, pattern);
    database.write("filling", sql::update);
  }

  private long[] times(SqlJobStore store, int rows, int times) {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      // Spread over the table; where it has fewer rows than claims, rows are used again.
      ImageId id = id((int) ((claimed++ * 7_919L) % rows));
      ImageRecord image = store.image(id).orElseThrow();
      VersionRecord queued = store.versions(id).getFirst();
      VersionRecord held =
          queued.to(new Processing("worker", AT, Step.FETCH), Optional.of(AT.plus(LEASE)), AT);
      VersionRecord ready =
          held.to(new Ready(MemoryRenderer.manifest(queued.job())), Optional.empty(), AT);
      ImageRecord shown = image.withReady(ready);
      Outcome outcome = Outcomes.of(ready).orElseThrow();
      long began = System.nanoTime();
      boolean applied =
          store.commit(Change.of(new PutVersion(Optional.of(queued), held)))
              && store.commit(
                  Change.of(
                      new PutVersion(Optional.of(held), ready),
                      new PutImage(Optional.of(image), shown),
                      new AddOutcome(outcome)));
      nanos[i] = System.nanoTime() - began;
      if (!applied || !putBack(store, ready, outcome)) {
        throw new IllegalStateException(id + " was changed by somebody else");
      }
    }
    return nanos;
  }

  /// What the notifier and a redrive would do, outside the time that counts.
  private static boolean putBack(SqlJobStore store, VersionRecord ready, Outcome outcome) {
    return store.commit(
        Change.of(
            new PutVersion(Optional.of(ready), ready.to(new Queued(AT), Optional.of(AT), AT)),
            new RemoveOutcome(outcome)));
  }
}
