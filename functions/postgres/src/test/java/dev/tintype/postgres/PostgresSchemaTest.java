package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Metadata;
import dev.tintype.core.port.Race;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlJobStore;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class PostgresSchemaTest {

  private static final String DATABASE = "schema";

  @BeforeEach
  void create() throws Exception {
    TestServer.create(DATABASE);
  }

  private static PostgresDatabase open() {
    return PostgresDatabase.open(TestServer.connections(TestServer.address(DATABASE)));
  }

  @RepeatedTest(5)
  void hostsThatStartTogetherMakeTheTablesOnce() throws Exception {
    List<Boolean> opened =
        Race.of(
            4,
            _ ->
                () -> {
                  try (PostgresDatabase database = open()) {
                    return database.complaint().isEmpty();
                  }
                });
    assertThat(opened).containsOnly(true);
  }

  @Test
  void tablesOfOthersStayAsTheyAre() throws Exception {
    TestServer.execute(DATABASE, "CREATE TABLE theirs (n int); INSERT INTO theirs VALUES (7)");
    open().close();
    try (Connection connection = TestServer.connect(DATABASE)) {
      assertThat(new Sql("SELECT n FROM theirs").row(connection, row -> row.getInt(1))).contains(7);
    }
  }

  @Test
  void whatANewerProgramAddedDoesNotMatter() throws Exception {
    open().close();
    TestServer.execute(
        DATABASE,
        "ALTER TABLE images ADD COLUMN novelty text; CREATE TABLE more (n int);"
            + "INSERT INTO tintype_schema (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " VALUES (99, '7', 'more', 'SQL', 'V7__more.sql', 'x', 1, true)");
    try (PostgresDatabase database = open()) {
      assertThat(database.complaint()).isEmpty();
    }
  }

  @Test
  void aSchemaThatShutsThisProgramOutIsRefused() throws Exception {
    open().close();
    TestServer.execute(DATABASE, "UPDATE oldest_program SET schema = 99");
    assertThatThrownBy(PostgresSchemaTest::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("schema 99, this one knows " + PostgresSchema.NEWEST)
        .hasMessageContaining("newer Tintype");
  }

  @Test
  void aFailedMigrationLeavesNothingAndIsTriedAgain() throws Exception {
    TestServer.execute(DATABASE, "CREATE TABLE tokens (theirs int)");
    assertThatThrownBy(PostgresSchemaTest::open).isInstanceOf(IllegalStateException.class);
    try (Connection connection = TestServer.connect(DATABASE)) {
      assertThat(PostgresSchema.isThere(connection)).isFalse();
      assertThat(
              new Sql("SELECT to_regclass('images') IS NULL")
                  .row(connection, row -> row.getBoolean(1)))
          .contains(true);
    }
    TestServer.execute(DATABASE, "DROP TABLE tokens");
    open().close();
  }

  @Test
  void aUserWithoutRightsToMakeTablesOpensWhatIsThere() throws Exception {
    open().close();
    TestServer.execute(
        DATABASE,
        "DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN;"
            + "REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
            + "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO plain");
    String address = TestServer.directly("plain", DATABASE);
    try (PostgresDatabase database = PostgresDatabase.open(TestServer.connections(address));
        PostgresQueue queue = new PostgresQueue(database, 5)) {
      assertThat(database.complaint()).isEmpty();
      assertThat(queue.depth().visible()).isZero();
    } finally {
      TestServer.execute(DATABASE, "DROP OWNED BY plain; DROP ROLE plain");
    }
  }

  @Test
  void aUserWithoutRightsCannotMakeTheTables() throws Exception {
    TestServer.execute(
        DATABASE,
        "DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN;"
            + "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    String address = TestServer.directly("plain", DATABASE);
    try {
      assertThatThrownBy(() -> PostgresDatabase.open(TestServer.connections(address)))
          .isInstanceOf(InvalidAddress.class)
          .hasMessageContaining("the user plain may not make them");
    } finally {
      TestServer.execute(DATABASE, "DROP ROLE plain");
    }
  }

  /// Index searches keep their cost while a table grows; a table that was empty when a plan was
  /// made must not be read whole later.
  @Test
  void noStatementOfTheQueueReadsTheWholeTable() throws Exception {
    open().close();
    TestServer.execute(
        DATABASE,
        "INSERT INTO messages (body, about, lane, sent_at, due_at)"
            + " SELECT 'x', 'image/' || n, n % 2, now(), now() + n * interval '1 second'"
            + " FROM generate_series(1, 5000) AS n");
    try (PostgresDatabase database =
        PostgresDatabase.open(TestServer.connections(TestServer.directly("postgres", DATABASE)))) {
      for (String statement : List.of(Statements.take(true), Statements.take(false))) {
        String plan = plan(database, statement.replace("?", "60000000"));
        assertThat(plan).doesNotContain("Seq Scan on messages").contains("messages_waiting");
      }
      assertThat(plan(database, Statements.IS_ANY)).doesNotContain("Seq Scan on messages");
    }
  }

  /// A rare value at the end of all images, and one that half of them have.
  @Test
  void aListByMetadataReadsNoOtherImages() throws Exception {
    open().close();
    TestServer.execute(
        DATABASE,
        "INSERT INTO images (id, epoch, live, latest, record) SELECT lpad(n::text, 26, '0'), 1,"
            + " true, 'v', '{\"metadata\":{\"half\":\"' || n % 2 || '\",\"tenth\":\"'"
            + " || n / 1000 || '\"}}' FROM generate_series(1, 10000) AS n;"
            + " ANALYZE images, image_metadata");
    try (PostgresDatabase database =
        PostgresDatabase.open(TestServer.connections(TestServer.directly("postgres", DATABASE)))) {
      PostgresDialect dialect = new PostgresDialect();
      for (boolean isBelow : List.of(true, false)) {
        for (String entry : List.of("half 1", "tenth 0", "tenth 9", "none x")) {
          List<Object> parameters = new ArrayList<>(List.of(entry.split(" ", -1)));
          if (isBelow) {
            parameters.add("0".repeat(22) + "9000");
          }
          parameters.add(50);
          assertThat(plan(database, dialect.tagged(isBelow), parameters.toArray()))
              .as(entry)
              .contains("image_metadata_pkey", "Limit")
              .doesNotContain("Seq Scan", "Sort", "Bitmap");
        }
      }
      assertThat(
              new SqlJobStore(database, dialect)
                  .page(new Metadata.Entry("tenth", "0"), Optional.empty(), 50)
                  .unreadable())
          .hasSize(50);
    }
  }

  private static String plan(PostgresDatabase database, String statement, Object... parameters) {
    Sql sql = new Sql("EXPLAIN " + statement, parameters);
    List<String> lines = database.read("a test", c -> sql.rows(c, row -> row.getString(1)));
    return String.join("\n", lines);
  }
}
