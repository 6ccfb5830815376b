package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresErrorsTest {

  private static SQLException error(String state) {
    return new SQLException("what the server said", state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08006", "08001", "08P01", "57P01", "57P02", "57P03", "57014", "53300", "53200", "40001",
        "40P01", "55P03", "25P03", "25P04", "25006", "28P01", "3D000", "42501", "58030", "XX000",
        "42P05", "26000", "23505"
      })
  void whatTimeOrAnOperatorMayCureIsUnavailable(String state) {
    assertThat(PostgresErrors.classify("a test", error(state)))
        .isInstanceOf(StoreUnavailable.class)
        .isNotInstanceOf(StorageFull.class)
        .hasMessage("PostgreSQL, a test: what the server said");
  }

  /// A sender and a receiver may be in each other's way many times on a busy machine.
  @Test
  void conflictsAreTriedAgainAndAreNoMistakeOfOurs() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    try (PostgresDatabase database = TestServer.open("errors")) {
      int last = database.read("a test", _ -> conflictUntil(11, tries));
      assertThat(last).isEqualTo(11);
      assertThatThrownBy(() -> database.read("a test", _ -> conflictUntil(100, tries)))
          .isInstanceOf(StoreUnavailable.class);
    }
  }

  private static int conflictUntil(int last, AtomicInteger tries) throws SQLException {
    if (tries.incrementAndGet() < last) {
      throw error("23505");
    }
    return tries.get();
  }

  @Test
  void anErrorWithoutAStateIsUnavailable() {
    assertThat(PostgresErrors.classify("a test", new SQLException("no connection")))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aFullDiskIsTold() {
    assertThat(PostgresErrors.classify("a test", error("53100"))).isInstanceOf(StorageFull.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"42601", "42P01", "42703", "22001", "23502"})
  void ourOwnMistakeIsNot(String state) {
    assertThat(PostgresErrors.classify("a test", error(state)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aServerThatTakesNoWritesIsUnavailable() throws Exception {
    try (PostgresDatabase database = TestServer.open("errors")) {
      TestServer.execute(
          "postgres", "ALTER DATABASE errors SET default_transaction_read_only = on");
      try (PostgresDatabase standby =
          PostgresDatabase.open(
              TestServer.connections(TestServer.directly("postgres", "errors")))) {
        assertThatThrownBy(() -> new PostgresLoopLeases(standby).release("sweep", "me"))
            .isInstanceOf(StoreUnavailable.class);
      }
      TestServer.execute("postgres", "ALTER DATABASE errors RESET default_transaction_read_only");
      assertThat(database.complaint()).isEmpty();
    }
  }

  @Test
  void aRowThatSomebodyHasLockedForTooLongIsUnavailable() throws Exception {
    try (PostgresDatabase database = TestServer.open("errors");
        Connection other = TestServer.connect("errors")) {
      new PostgresLoopLeases(database).hold("sweep", "me", java.time.Duration.ofMinutes(1));
      other.setAutoCommit(false);
      Sql.execute(other, "UPDATE loop_leases SET holder = 'other'");
      assertThatThrownBy(() ->
              database.writeIf(
                  "a test",
                  c -> {
                    Sql.execute(c, "SET LOCAL lock_timeout = 50");
                    return new Sql("UPDATE loop_leases SET holder = 'me'").update(c) == 1;
                  }))
          .isInstanceOf(StoreUnavailable.class);
      other.rollback();
    }
  }

  @Test
  void sessionsHaveLimits() throws Exception {
    try (PostgresDatabase database = TestServer.open("errors")) {
      database.writeIf(
          "a test",
          c -> {
            for (String limit :
                new String[] {
                  "statement_timeout=30s",
                  "lock_timeout=10s",
                  "idle_in_transaction_session_timeout=1min"
                }) {
              String[] parts = limit.split("=");
              assertThat(
                      new Sql("SELECT current_setting(?)", parts[0])
                          .row(c, row -> row.getString(1)))
                  .contains(parts[1]);
            }
            return true;
          });
    }
  }
}
