package dev.tintype.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.JobStore.ImagePage;
import dev.tintype.core.port.Message;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.sql.SqlJobStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file of the release before is given what this one adds, with all that it holds; it stays right
/// though a process of the release before writes to it, and that release can open it again.
class SqliteSchemaTest {

  private static final List<String> STATES =
      List.of("awaiting_upload", "queued", "processing", "failed", "expired");

  private final InstantSource clock = InstantSource.fixed(Rows.AT.plusSeconds(60));
  private final List<VersionRecord> versions = new ArrayList<>();

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("tintype.db");
  }

  private Connection old() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  @BeforeEach
  void fill() throws SQLException {
    try (Connection connection = old()) {
      SqliteSchema.prepare(connection, file(), List.of(SqliteSchema.FIRST));
      for (int number = 0; number < 10; number++) {
        VersionRecord version =
            Rows.version(number, Rows.state(STATES.get(number % STATES.size())));
        versions.add(version);
        Rows.insert(connection, version);
      }
      for (int copy = 0; copy < 4; copy++) {
        Rows.message(connection, versions.get(1), "copy " + copy, Rows.AT.minusSeconds(copy));
      }
      Rows.message(connection, versions.get(6), "upload", Rows.AT);
      Rows.insert(
          connection, "INSERT INTO messages (body, sent_at, visible_at) VALUES ('?', 0, 0)");
      Rows.insert(
          connection,
          "INSERT INTO dead_letters (body, why, receive_count, sent_at, died_at)"
              + " VALUES ('', '', 1, 0, 0)");
    }
  }

  private static List<ImageId> ids(SqliteDatabase database, String state) {
    ImagePage page =
        new SqlJobStore(database, new SqliteDialect())
            .page(Optional.of(state), Optional.empty(), 100);
    return page.images().stream().map(ImageRecord::id).toList();
  }

  private ImageId id(int number) {
    return versions.get(number).job().imageId();
  }

  @Test
  void everyRecordIsThereAndListedByItsState() {
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqlJobStore store = new SqlJobStore(database, new SqliteDialect());
      for (VersionRecord version : versions) {
        assertThat(store.version(version.job().imageId(), version.job().version()))
            .contains(version);
      }
      for (int state = 0; state < STATES.size(); state++) {
        assertThat(ids(database, STATES.get(state)))
            .containsExactly(id(state + STATES.size()), id(state));
      }
      List<VersionRecord> held = new ArrayList<>();
      store.eachHeld(held::add);
      assertThat(held).containsExactly(versions.get(2), versions.get(7));
      List<VersionRecord> awaited = new ArrayList<>();
      store.eachAwaited(awaited::add);
      assertThat(awaited).containsExactly(versions.get(0), versions.get(5));
    }
  }

  @Test
  void ofStaleCopiesOfAMessageTheFirstStays() throws Exception {
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteQueue queue = new SqliteQueue(database, clock, 5);
      assertThat(queue.depth()).isEqualTo(new Depth(3, 0, 1));
      List<String> bodies = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Delivery delivery = queue.receive(Duration.ZERO, Duration.ofMinutes(1)).orElseThrow();
        bodies.add(delivery.body());
        queue.acknowledge(delivery);
      }
      assertThat(bodies.getFirst()).isEqualTo("?");
      assertThat(Message.parse(bodies.get(1)).cause()).isEqualTo("copy 3");
      assertThat(queue.depth()).isEqualTo(new Depth(0, 0, 1));
    }
  }

  @Test
  void aProcessOfTheReleaseBeforeMayStillWrite() throws Exception {
    try (SqliteDatabase database = SqliteDatabase.open(file());
        Connection connection = old()) {
      VersionRecord ended =
          versions.get(1).to(new VersionState.Expired(), Optional.empty(), Rows.AT);
      Rows.update(connection, ended);
      VersionRecord added = Rows.version(20, Rows.state("failed"));
      Rows.insert(connection, added);
      assertThat(ids(database, "queued")).containsExactly(id(6));
      assertThat(ids(database, "expired")).containsExactly(id(9), id(4), id(1));
      assertThat(ids(database, "failed")).containsExactly(added.job().imageId(), id(8), id(3));
      Rows.message(connection, added, "old", Rows.AT);
      SqliteQueue queue = new SqliteQueue(database, clock, 5);
      assertThat(queue.depth()).isEqualTo(new Depth(4, 0, 1));
      Rows.insert(connection, "DELETE FROM messages WHERE body = '?'");
      assertThat(queue.depth()).isEqualTo(new Depth(3, 0, 1));
    }
  }

  @Test
  void theReleaseBeforeMayOpenTheFileAgainAndThisOneAfterIt() throws Exception {
    SqliteDatabase.open(file()).close();
    VersionRecord added = Rows.version(30, Rows.state("awaiting_upload"));
    try (Connection connection = old()) {
      SqliteSchema.prepare(connection, file(), List.of(SqliteSchema.FIRST));
      Rows.insert(connection, added);
      Rows.update(connection, versions.get(3).to(Rows.state("expired"), Optional.empty(), Rows.AT));
      Rows.message(connection, added, "upload", Rows.AT);
      Rows.message(connection, added, "upload", Rows.AT);
    }
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      assertThat(ids(database, "awaiting_upload"))
          .containsExactly(added.job().imageId(), id(5), id(0));
      assertThat(ids(database, "failed")).containsExactly(id(8));
      assertThat(new SqliteQueue(database, clock, 5).depth()).isEqualTo(new Depth(5, 0, 1));
    }
  }

  @Test
  void whatTheReleaseBeforeSendsIsFreshAndCountedThoughItKnowsNoLanes() throws Exception {
    try (SqliteDatabase database = SqliteDatabase.open(file());
        Connection connection = old()) {
      SqliteQueue queue = new SqliteQueue(database, clock, 5);
      Depth before = queue.depth();
      VersionRecord added = Rows.version(40, Rows.state("queued"));
      Message bulk = new Message(added.job().imageId(), added.job().version(), "reprocess");
      queue.send(bulk, Lane.BULK, Duration.ZERO);
      Rows.message(connection, versions.get(0), "old", Rows.AT);
      assertThat(queue.depth()).isEqualTo(new Depth(before.visible() + 2, 0, before.dead(), 1, 0));
      Rows.insert(connection, "DELETE FROM messages WHERE body = ?", bulk.json());
      assertThat(queue.depth()).isEqualTo(new Depth(before.visible() + 1, 0, before.dead()));
      assertThat(queue.receive(Duration.ZERO, Duration.ofMinutes(1)).orElseThrow().lane())
          .isEqualTo(Lane.FRESH);
    }
  }

  @Test
  void aRecordThatIsNoJsonStopsNeitherTheMigrationNorAWrite() throws Exception {
    try (Connection connection = old()) {
      Rows.insert(
          connection,
          "UPDATE versions SET record = 'no JSON' WHERE sequence = 1 AND image_id = ?",
          id(3).value());
      Rows.insert(connection, "UPDATE images SET record = '[' WHERE id = ?", id(8).value());
    }
    try (SqliteDatabase database = SqliteDatabase.open(file());
        Connection connection = old()) {
      assertThat(ids(database, "failed")).isEmpty();
      assertThat(ids(database, "expired")).containsExactly(id(9), id(4));
      Rows.insert(connection, "UPDATE versions SET record = '{' WHERE image_id = ?", id(9).value());
      assertThat(ids(database, "expired")).containsExactly(id(4));
      assertThat(new SqlJobStore(database, new SqliteDialect()).list(Optional.empty(), 100))
          .hasSize(9);
    }
  }
}
