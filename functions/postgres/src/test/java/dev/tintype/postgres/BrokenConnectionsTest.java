package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a caller is told when a connection breaks, and what is in the database then.
class BrokenConnectionsTest {

  private PostgresDatabase database;

  @BeforeEach
  void open() throws Exception {
    TestServer.open("broken").close();
    // Behind a pooler, a session that ends may not be the next statement's.
    database =
        PostgresDatabase.open(TestServer.connections(TestServer.directly("postgres", "broken")));
    TestServer.execute("broken", "CREATE TABLE IF NOT EXISTS numbers (n int); TRUNCATE numbers");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private int number(Sql sql) {
    return database.read("a test", c -> sql.row(c, row -> row.getInt(1))).orElseThrow();
  }

  private int numbers() {
    return number(new Sql("SELECT count(*) FROM numbers"));
  }

  private static boolean add(Connection connection) throws SQLException {
    return new Sql("INSERT INTO numbers VALUES (1)").update(connection) == 1;
  }

  private static int process(Connection connection) throws SQLException {
    return new Sql("SELECT pg_backend_pid()").row(connection, row -> row.getInt(1)).orElseThrow();
  }

  private static void end(int process) throws SQLException {
    TestServer.execute("broken", "SELECT pg_terminate_backend(" + process + ")");
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.Cut.class)
  void aLostAnswerOfACommitIsFoundAgain(CuttingProxy.Cut cut) throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(TestServer.direct());
        PostgresDatabase behind =
            PostgresDatabase.open(
                TestServer.connections(
                    "postgres://postgres@" + proxy.hostAndPort() + "/broken?sslmode=disable"))) {
      AtomicInteger tries = new AtomicInteger();
      proxy.cut(cut);
      boolean applied =
          behind.writeIf(
              "a test",
              c -> {
                tries.incrementAndGet();
                return add(c);
              });
      assertThat(proxy.hasCut()).isTrue();
      assertThat(applied).isTrue();
      assertThat(numbers()).isEqualTo(1);
      assertThat(tries.get()).isEqualTo(cut == CuttingProxy.Cut.BEFORE ? 2 : 1);
    }
  }

  @Test
  void aTransactionWhoseSessionWasEndedIsTriedOnceMore() {
    AtomicInteger tries = new AtomicInteger();
    boolean applied =
        database.writeIf(
            "a test",
            c -> {
              add(c);
              if (tries.incrementAndGet() == 1) {
                end(process(c));
              }
              return add(c);
            });
    assertThat(applied).isTrue();
    assertThat(tries.get()).isEqualTo(2);
    assertThat(numbers()).isEqualTo(2);
  }

  @Test
  void aTransactionWhoseSessionsAreAlwaysEndedIsGivenUpAndUndone() {
    assertThatThrownBy(() ->
            database.writeIf(
                "a test",
                c -> {
                  add(c);
                  end(process(c));
                  return add(c);
                }))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(numbers()).isZero();
  }

  @Test
  void aReadWhoseSessionWasEndedIsMadeOnceMore() {
    AtomicInteger tries = new AtomicInteger();
    int answer =
        database.read(
            "a test",
            c -> {
              if (tries.incrementAndGet() == 1) {
                end(process(c));
              }
              return process(c);
            });
    assertThat(answer).isPositive();
    assertThat(tries.get()).isEqualTo(2);
  }

  @Test
  void oneStatementWhoseSessionWasEndedIsNotMadeTwice() {
    assertThatThrownBy(() ->
            database.write(
                "a test",
                c -> {
                  end(process(c));
                  return add(c);
                }))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(numbers()).isZero();
  }

  @Test
  void aTransactionThatWaitsForAnotherTryOfItselfLearnsItsOutcome() throws Exception {
    UUID id = UUID.randomUUID();
    try (Connection slow = TestServer.connect("broken")) {
      slow.setAutoCommit(false);
      Sql.execute(slow, "INSERT INTO changes VALUES ('" + id + "', now())");
      Thread waiting =
          Thread.ofVirtual()
              .start(() ->
                  database.write(
                      "a test",
                      c ->
                          new Sql(
                                  "INSERT INTO changes VALUES (?, now()) ON CONFLICT DO NOTHING",
                                  id)
                              .update(c)));
      Thread.sleep(100);
      assertThat(waiting.isAlive()).isTrue();
      slow.commit();
      waiting.join();
    }
    Sql count = new Sql("SELECT count(*) FROM changes WHERE id = ?", id);
    assertThat(number(count)).isEqualTo(1);
  }

  @Test
  void aDeadlockIsTriedAgain() throws Exception {
    TestServer.execute("broken", "INSERT INTO numbers VALUES (10), (20)");
    var applied =
        dev.tintype.core.port.Race.of(
            2,
            i ->
                () ->
                    database.writeIf(
                        "a test",
                        c -> {
                          raise(c, i == 0 ? 10 : 20);
                          Thread.yield();
                          new Sql("SELECT pg_sleep(0.2)").row(c, _ -> true);
                          raise(c, i == 0 ? 20 : 10);
                          return true;
                        }));
    assertThat(applied).containsExactly(true, true);
    Sql sum = new Sql("SELECT count(*) FROM numbers WHERE n < 0");
    assertThat(number(sum)).isEqualTo(0);
  }

  private static void raise(Connection connection, int number) throws SQLException {
    new Sql("UPDATE numbers SET n = n WHERE n = ?", number).update(connection);
  }

  @Test
  void aChangeIsForgottenAfterAnHour() throws Exception {
    assertThat(database.writeIf("a test", BrokenConnectionsTest::add)).isTrue();
    TestServer.execute(
        "broken", "UPDATE changes SET applied_at = applied_at - interval '61 minutes'");
    assertThat(database.writeIf("a test", BrokenConnectionsTest::add)).isTrue();
    database.forget();
    Sql count = new Sql("SELECT count(*) FROM changes");
    assertThat(number(count)).isEqualTo(1);
  }
}
