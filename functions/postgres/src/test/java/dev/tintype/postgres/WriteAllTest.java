package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlWrite;
import dev.tintype.sql.SqlWrite.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How several writes, or one, are applied with few trips to the server, and once.
class WriteAllTest {

  private static final String TRUSTED_FOR_MILLIS = "com.zaxxer.hikari.aliveBypassWindowMs";

  private static final SqlWrite RAISE =
      new SqlWrite(new Sql("UPDATE numbers SET n = n + 1 WHERE n = ?", 1), Rule.ONE_ROW);
  private static final SqlWrite ADD =
      new SqlWrite(new Sql("INSERT INTO numbers VALUES (?)", 10), Rule.ANY_ROWS);
  private static final SqlWrite REMOVE =
      new SqlWrite(new Sql("DELETE FROM numbers WHERE n = ?", 1), Rule.REPEATABLE);
  private static final SqlWrite IN_VAIN =
      new SqlWrite(new Sql("UPDATE numbers SET n = 0 WHERE n = ?", 99), Rule.ONE_ROW);

  private CuttingProxy proxy;
  private PostgresDatabase database;

  @BeforeEach
  void open() throws Exception {
    TestServer.open("writes").close();
    proxy = new CuttingProxy(TestServer.direct());
    database = trusting();
    TestServer.execute(
        "writes",
        "CREATE TABLE IF NOT EXISTS numbers (n int); TRUNCATE numbers;"
            + " INSERT INTO numbers VALUES (1)");
  }

  /// However slow the machine is, its pool opens no other connection, and does not ask the server
  /// whether the one it has is alive: both would be more answers.
  private PostgresDatabase trusting() {
    PostgresAddress address =
        new PostgresAddress(
            "a test",
            proxy.hostAndPort(),
            "postgres",
            "writes",
            Optional.empty(),
            Optional.of("disable"),
            Optional.empty(),
            1,
            Optional.empty());
    System.setProperty(TRUSTED_FOR_MILLIS, Long.toString(Duration.ofHours(1).toMillis()));
    try {
      return PostgresDatabase.open(new Connections(address, PostgresSettings.of(Map.of())));
    } finally {
      System.clearProperty(TRUSTED_FOR_MILLIS);
    }
  }

  @AfterEach
  void close() throws Exception {
    database.close();
    proxy.close();
  }

  private List<Integer> numbers() {
    Sql sql = new Sql("SELECT n FROM numbers ORDER BY n");
    return database.read("a test", c -> sql.rows(c, row -> row.getInt(1)));
  }

  private boolean write(SqlWrite... writes) {
    return database.writeAll("a test", List.of(writes));
  }

  private int answersTo(SqlWrite... writes) {
    // The pool has a connection from now on.
    assertThat(numbers()).isNotEmpty();
    int before = proxy.answers();
    assertThat(write(writes)).isTrue();
    return proxy.answers() - before;
  }

  /// BEGIN goes along with the statements, and is answered apart.
  @Test
  void oneWriteTakesOneTripAndAnyNumberTakesTwo() {
    assertThat(answersTo(RAISE)).isEqualTo(1);
    assertThat(answersTo(REMOVE)).isEqualTo(1);
    assertThat(answersTo(ADD, ADD)).isEqualTo(3);
    assertThat(answersTo(ADD, ADD, REMOVE, ADD, ADD)).isEqualTo(3);
    assertThat(numbers()).hasSize(7);
  }

  @Test
  void aConditionThatDoesNotHoldUndoesTheOtherWrites() {
    assertThat(write(IN_VAIN)).isFalse();
    assertThat(write(RAISE, IN_VAIN, ADD)).isFalse();
    assertThat(write(ADD, IN_VAIN)).isFalse();
    assertThat(numbers()).containsExactly(1);
    Sql changes = new Sql("SELECT count(*) FROM changes");
    List<Integer> count = database.read("a test", c -> changes.rows(c, row -> row.getInt(1)));
    assertThat(count).containsExactly(0);
  }

  @Test
  void statementsThatTheServerKeepsGoOnWorking() {
    for (int i = 0; i < 20; i++) {
      assertThat(write(IN_VAIN)).isFalse();
      assertThat(write(ADD, REMOVE)).isTrue();
    }
    assertThat(numbers()).hasSize(20).containsOnly(10);
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.Cut.class)
  void aLostAnswerToSeveralWritesIsFoundAgain(CuttingProxy.Cut cut) {
    proxy.cut(cut);
    assertThat(write(RAISE, ADD)).isTrue();
    assertThat(proxy.hasCut()).isTrue();
    assertThat(numbers()).containsExactly(2, 10);
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.Cut.class)
  void aLostAnswerToOneWriteIsFoundAgain(CuttingProxy.Cut cut) {
    proxy.cut(cut, "INSERT INTO changes");
    assertThat(write(RAISE)).isTrue();
    assertThat(proxy.hasCut()).isTrue();
    assertThat(numbers()).containsExactly(2);
  }

  /// Its condition holds again, though it must not.
  @ParameterizedTest
  @EnumSource(CuttingProxy.Cut.class)
  void aLostAnswerToAWriteThatChangesNothingIsFoundAgain(CuttingProxy.Cut cut) {
    proxy.cut(cut, "INSERT INTO changes");
    Sql same = new Sql("UPDATE numbers SET n = n WHERE n = ?", 1);
    assertThat(write(new SqlWrite(same, Rule.ONE_ROW))).isTrue();
    assertThat(proxy.hasCut()).isTrue();
    assertThat(numbers()).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.Cut.class)
  void aLostAnswerToAWriteThatMayBeRepeatedDoesNotMatter(CuttingProxy.Cut cut) {
    proxy.cut(cut, "DELETE FROM numbers");
    assertThat(write(REMOVE)).isTrue();
    assertThat(proxy.hasCut()).isTrue();
    assertThat(numbers()).isEmpty();
  }

  /// Nobody may take an older try of somebody else for the own.
  @ParameterizedTest
  @EnumSource(CuttingProxy.Cut.class)
  void aLostAnswerToAWriteInVainIsNoSuccess(CuttingProxy.Cut cut) {
    proxy.cut(cut, "INSERT INTO changes");
    assertThat(write(IN_VAIN)).isFalse();
    assertThat(proxy.hasCut()).isTrue();
    assertThat(numbers()).containsExactly(1);
  }
}
