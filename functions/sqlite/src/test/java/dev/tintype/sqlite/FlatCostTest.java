package dev.tintype.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.AddIdempotency;
import dev.tintype.core.port.Change.Write.AddOutcome;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.JobStore.VersionName;
import dev.tintype.core.port.Message;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Outcomes;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlJobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;

/// What is asked for often costs the same with few images and with many: counted in the steps of
/// SQLite's machine, and by the plans of its statements.
class FlatCostTest {

  private static final int FEW = 500;
  private static final int MANY = 10_000;
  private static final Instant NOW = Rows.AT.plusSeconds(60);

  @TempDir private Path folder;

  static void fill(Path file, int images) throws SQLException {
    SqliteDatabase.open(file).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      connection.setAutoCommit(false);
      for (int number = 0; number < images; number++) {
        // The oldest are failed, so that a list of those would have to pass all others.
        String state = number < 100 ? "failed" : number < 104 ? "processing" : "queued";
        VersionRecord version = Rows.version(number, Rows.state(state));
        Rows.insert(connection, version);
        Rows.message(connection, version, "upload", Rows.AT);
        Rows.insert(
            connection,
            "INSERT INTO outbox (id, due_at, record) VALUES (?, ?, 'no JSON')",
            "o" + number,
            number);
      }
      Rows.insert(
          connection,
          "UPDATE messages SET about = json_extract(body, '$.imageId') || '/' || json_extract(body, '$.version')");
      Rows.insert(
          connection,
          "UPDATE versions SET open = 'processing' WHERE json_extract(record, '$.state.code') = 'processing'");
      Rows.insert(
          connection,
          "UPDATE images SET record = json_set(record, '$.v', 4, '$.metadata', json(iif(rowid <= 100, '{\"age\":\"old\",\"common\":\"yes\"}', '{\"common\":\"yes\"}'))) WHERE rowid <= 100 OR rowid % 5 = 1");
      connection.commit();
    }
  }

  /// What a server does all the time.
  static Map<String, Runnable> deeds(SqliteDatabase database, int images) {
    SqlJobStore store = new SqlJobStore(database, new SqliteDialect());
    SqliteQueue queue = new SqliteQueue(database, InstantSource.fixed(NOW), 50);
    VersionRecord fresh = Rows.version(images, Rows.state("awaiting_upload"));
    ImageId known = Rows.id(images / 2);
    VersionRecord middle = Rows.version(images / 2, Rows.state("queued"));
    Map<String, Runnable> deeds = new LinkedHashMap<>();
    deeds.put(
        "POST",
        () -> {
          IdempotencyRecord answer =
              new IdempotencyRecord(
                  Sha256.of("key"),
                  Sha256.of("body"),
                  fresh.job().imageId(),
                  fresh.job().version(),
                  201,
                  NOW.plus(Duration.ofHours(24)));
          assertThat(
                  store.commit(
                      Change.of(
                          new PutImage(Optional.empty(), Rows.image(fresh)),
                          new PutVersion(Optional.empty(), fresh),
                          new AddIdempotency(answer, NOW))))
              .isTrue();
        });
    deeds.put(
        "GET",
        () -> {
          ImageRecord image = store.image(known).orElseThrow();
          assertThat(store.version(known, image.latest().orElseThrow())).isPresent();
        });
    deeds.put("versions of an image", () -> assertThat(store.versions(known)).hasSize(1));
    List<VersionName> named =
        IntStream.range(images / 2, images / 2 + 30)
            .mapToObj(number -> VersionName.of(Rows.version(number, Rows.state("queued"))))
            .toList();
    deeds.put(
        "versions of many images",
        () ->
            assertThat(
                    store.versions(
                        named,
                        unreadable -> {
                          throw new AssertionError(unreadable);
                        }))
                .hasSize(30));
    deeds.put("newest", () -> assertThat(store.list(Optional.empty(), 50)).hasSize(50));
    deeds.put("next page", () -> assertThat(store.list(Optional.of(known), 50)).hasSize(50));
    deeds.put(
        "failed",
        () ->
            assertThat(store.page(Optional.of("failed"), Optional.empty(), 50).images())
                .hasSize(50));
    deeds.put(
        "ready",
        () ->
            assertThat(store.page(Optional.of("ready"), Optional.empty(), 50).images()).isEmpty());
    deeds.put("by metadata", () -> assertThat(tagged(store, "age", "old")).hasSize(50));
    deeds.put(
        "next page by metadata",
        () ->
            assertThat(
                    store
                        .page(new Metadata.Entry("common", "yes"), Optional.of(known), 20)
                        .images())
                .hasSize(20));
    deeds.put("by unknown metadata", () -> assertThat(tagged(store, "age", "new")).isEmpty());
    deeds.put(
        "what is due",
        () ->
            assertThat(
                    store
                        .due(
                            NOW,
                            50,
                            Set.of(
                                dev.tintype.core.port.JobStore.DueKind.VERSION,
                                dev.tintype.core.port.JobStore.DueKind.IMAGE))
                        .versions())
                .hasSize(50));
    deeds.put("due outcomes", () -> assertThat(store.outcomesDue(NOW, 100)).isEqualTo(100));
    deeds.put(
        "what workers hold",
        () -> {
          List<VersionRecord> held = new ArrayList<>();
          store.eachHeld(held::add);
          assertThat(held).hasSize(4);
        });
    deeds.put("depth", () -> assertThat(queue.depth().visible()).isEqualTo(images));
    deeds.put("send", () -> queue.send(about(fresh), Duration.ZERO));
    deeds.put("send again", () -> queue.send(about(middle), Duration.ZERO));
    deeds.put(
        "send bulk and depth",
        () -> {
          queue.send(
              about(Rows.version(images + 1, Rows.state("queued"))), Lane.BULK, Duration.ZERO);
          queue.depth();
        });
    deeds.put("receive and acknowledge", () -> queue.acknowledge(receive(queue)));
    deeds.put("receive and give back", () -> queue.retryLater(receive(queue), Duration.ZERO));
    deeds.put(
        "finish",
        () -> {
          VersionRecord ended = middle.to(Rows.state("failed"), Optional.empty(), NOW);
          ImageRecord image = store.image(known).orElseThrow();
          assertThat(
                  store.commit(
                      Change.of(
                          new PutVersion(Optional.of(middle), ended),
                          new PutImage(Optional.of(image), image.touched()),
                          new AddOutcome(Outcomes.of(ended).orElseThrow()))))
              .isTrue();
        });
    deeds.put(
        "DELETE",
        () -> {
          ImageRecord image = store.image(known).orElseThrow();
          ImageRecord tombstone = image.entombed(new Life.Erasing(NOW), Optional.of(NOW));
          assertThat(store.commit(Change.of(new PutImage(Optional.of(image), tombstone)))).isTrue();
        });
    return deeds;
  }

  private static List<ImageRecord> tagged(SqlJobStore store, String key, String value) {
    return store.page(new Metadata.Entry(key, value), Optional.empty(), 50).images();
  }

  private static Message about(VersionRecord record) {
    return new Message(record.job().imageId(), record.job().version(), "sweep");
  }

  private static Delivery receive(SqliteQueue queue) {
    try {
      return queue.receive(Duration.ZERO, Duration.ofMinutes(2)).orElseThrow();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Long> steps(int images) throws SQLException {
    Path file = folder.resolve(images + ".db");
    fill(file, images);
    AtomicLong steps = new AtomicLong();
    Map<String, Long> all = new LinkedHashMap<>();
    try (SqliteDatabase database =
        SqliteDatabase.open(file, connection -> counting(connection, steps))) {
      deeds(database, images)
          .forEach((name, deed) -> {
            steps.set(0);
            deed.run();
            all.put(name, steps.get());
          });
    }
    return all;
  }

  private static Connection counting(Connection connection, AtomicLong steps) {
    try {
      ProgressHandler.setHandler(
          connection,
          1,
          new ProgressHandler() {
            @Override
            protected int progress() {
              steps.incrementAndGet();
              return 0;
            }
          });
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void twentyTimesAsManyImagesTakeNoMoreSteps() throws Exception {
    Map<String, Long> few = steps(FEW);
    Map<String, Long> many = steps(MANY);
    assertThat(many)
        .allSatisfy((name, steps) ->
            assertThat(steps)
                .as("%s: %d steps with %d images", name, few.get(name), FEW)
                .isPositive()
                .isLessThanOrEqualTo(few.get(name) * 3 / 2));
  }

  @Test
  void noStatementGoesThroughATableOrSortsOne() throws Exception {
    Path file = folder.resolve("plans.db");
    fill(file, FEW);
    Set<String> texts = new ConcurrentSkipListSet<>();
    try (SqliteDatabase database =
        SqliteDatabase.open(file, connection -> listening(connection, texts))) {
      deeds(database, FEW).values().forEach(Runnable::run);
    }
    assertThat(texts).hasSizeGreaterThan(20);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      for (String text : texts) {
        List<String> plan =
            new Sql("EXPLAIN QUERY PLAN " + text).rows(connection, row -> row.getString(4));
        assertThat(plan)
            .as(text)
            .noneMatch(line -> line.contains("TEMP B-TREE"))
            .noneMatch(FlatCostTest::goesThroughATable);
      }
    }
  }

  /// The newest images are the first of their index, up to the limit.
  private static boolean goesThroughATable(String line) {
    return line.matches("SCAN (images|image_metadata|versions|outbox|messages|idempotency).*")
        && !line.equals("SCAN images USING INDEX images_live");
  }

  private static Connection listening(Connection connection, Set<String> texts) {
    return (Connection)
        Proxy.newProxyInstance(
            FlatCostTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                texts.add((String) arguments[0]);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
