package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Fact;
import dev.tintype.sql.Sql;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What `tintype doctor` tells of a server.
class PostgresFactsTest {

  private static final String DATABASE = "facts";

  private PostgresDatabase database;

  @BeforeEach
  void open() throws Exception {
    database = TestServer.open(DATABASE);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static List<Fact> facts() {
    return new PostgresProvider(Map.of()).examine(TestServer.directly("postgres", DATABASE));
  }

  private static Fact fact(String name) {
    return facts().stream().filter(fact -> fact.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void theServerAndItsNotificationsAreTold() {
    assertThat(fact("database").detail()).contains("PostgreSQL 1", TestServer.direct());
    assertThat(fact("database").isWell()).isTrue();
    assertThat(fact("notifications")).isEqualTo(new Fact("notifications", true, "they arrive"));
    assertThat(fact("queue").detail()).contains("dead rows");
  }

  @Test
  void aDatabaseWithoutTablesIsTold() throws Exception {
    TestServer.create("bare");
    List<Fact> facts =
        new PostgresProvider(Map.of()).examine(TestServer.directly("postgres", "bare"));
    assertThat(facts.getFirst().detail()).contains("its tables are not made yet");
    assertThat(facts).allSatisfy(fact -> assertThat(fact.name()).isNotEqualTo("queue"));
  }

  @Test
  void theOldestTransactionIsNamed() throws Exception {
    try (Connection idle = TestServer.connect(DATABASE)) {
      idle.setAutoCommit(false);
      Sql.execute(idle, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      Sql.execute(idle, "SELECT 1");
      int session =
          new Sql("SELECT pg_backend_pid()").row(idle, row -> row.getInt(1)).orElseThrow();
      assertThat(fact("open transactions").detail()).contains("session " + session);
    }
  }

  @Test
  void anUnsafeCommitIsAWarning() throws Exception {
    TestServer.execute(DATABASE, "ALTER DATABASE " + DATABASE + " SET synchronous_commit = off");
    try {
      assertThat(fact("commits").isWell()).isFalse();
      assertThat(fact("commits").detail())
          .contains("synchronous_commit is off, synchronous_standby_names is empty");
    } finally {
      TestServer.execute(DATABASE, "ALTER DATABASE " + DATABASE + " RESET synchronous_commit");
    }
  }

  @Test
  void aSlotThatNobodyReadsIsAWarning() throws Exception {
    TestServer.execute(DATABASE, "SELECT pg_create_physical_replication_slot('forgotten', true)");
    try {
      assertThat(fact("replication").isWell()).isFalse();
      assertThat(fact("replication").detail()).contains("forgotten");
    } finally {
      TestServer.execute(DATABASE, "SELECT pg_drop_replication_slot('forgotten')");
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsUnavailable() {
    assertThatThrownBy(() -> new PostgresProvider(Map.of()).examine("postgres://t@127.0.0.1:1/x"))
        .isInstanceOf(StoreUnavailable.class);
  }
}
