package dev.tintype.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.StoreFrozen;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.sql.MoveMark;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlDatabase;
import dev.tintype.sql.SqlWrite;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/// One PostgreSQL database: a pool of connections, and transactions whose outcome is known although
/// a connection may break while they commit.
///
/// Safe for use by many threads. Every SQL error leaves it classified: [StoreUnavailable] when time
/// or an operator may cure it, [IllegalStateException] when it is our own mistake.
final class PostgresDatabase implements SqlDatabase, AutoCloseable {

  /// How often a transaction is tried that others were in the way of.
  private static final int MOST_CONFLICTS = 12;

  /// How often a transaction is tried whose connection broke.
  private static final int MOST_BREAKS = 2;

  /// The longest pause before the second try, in nanoseconds; it grows with each try.
  private static final long STEP = 20_000_000L;

  private static final int MOST_STEPS = 10;

  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int FORGOTTEN_AT_ONCE = 5_000;

  private final Connections connections;
  private final HikariDataSource pool;
  private final boolean isPooled;
  private final Changes changes;
  private final AtomicLong forgotten = new AtomicLong(System.nanoTime());

  private PostgresDatabase(Connections connections, boolean isPooled) {
    this.connections = connections;
    this.isPooled = isPooled;
    this.changes = new Changes(isPooled);
    this.pool = connections.pool(isPooled);
  }

  /// Connects, and makes the tables or moves them forward where needed.
  ///
  /// @throws InvalidAddress when the server refuses the user, or has no such database
  /// @throws StoreUnavailable when it cannot be reached
  /// @throws IllegalStateException when its schema is newer than we know
  static PostgresDatabase open(Connections connections) {
    connections.checkFiles();
    try (Connection connection = connect(connections)) {
      Greeting greeting = Greeting.of(connection);
      greeting
          .problem()
          .ifPresent(problem -> {
            throw new InvalidAddress(connections.address().text(), problem);
          });
      PostgresSchema.prepare(connection, connections);
      return new PostgresDatabase(connections, greeting.isPooled());
    } catch (SQLException e) {
      throw PostgresErrors.classify("opening the database", e);
    }
  }

  /// Connects by the address alone.
  ///
  /// @throws InvalidAddress when the server refuses the user, or has no such database
  static Connection connect(Connections connections) {
    PostgresAddress address = connections.address();
    try {
      return connections.connect(address.hosts());
    } catch (SQLException e) {
      throw refusal(address, e);
    }
  }

  /// @return why no connection was made: [InvalidAddress] when the server refuses the user, or has
  ///   no such database
  static RuntimeException refusal(PostgresAddress address, SQLException e) {
    if (PostgresErrors.isRefusedLogin(e) || PostgresErrors.isNoDatabase(e)) {
      InvalidAddress wrong =
          new InvalidAddress(address.text(), "was refused by the server: " + e.getMessage());
      wrong.initCause(e);
      return wrong;
    }
    return PostgresErrors.classify("connecting to " + address.hosts(), e);
  }

  /// @return a connection of its own for notifications, straight to the server where it is known;
  ///   absent when a pooler would keep them from us
  Optional<Connection> listener() throws SQLException {
    PostgresAddress address = connections.address();
    return isPooled && address.direct().isEmpty()
        ? Optional.empty()
        : Optional.of(connections.connect(address.direct().orElse(address.hosts())));
  }

  /// @return whether a pooler gives each transaction another session
  boolean isPooled() {
    return isPooled;
  }

  /// Reads; each statement sees everything that was committed before it began. Once more over
  /// another connection when one breaks.
  @Override
  public <T> T read(String what, Work<T> work) {
    return trying(what, work, MOST_BREAKS);
  }

  /// Writes with one statement, which is its own transaction.
  @Override
  public <T> T write(String what, Work<T> work) {
    return trying(what, work, 1);
  }

  private <T> T trying(String what, Work<T> work, int mostBreaks) {
    return new Tries(what, mostBreaks, this::failure)
        .of(() -> {
          try (Connection connection = pool.getConnection()) {
            return usingSound(connection, work);
          }
        });
  }

  /// Writes in one transaction, which is undone when the work answers false. It may run several
  /// times, and is applied once, as [Changes] has it.
  @Override
  public boolean writeIf(String what, Work<Boolean> work) {
    UUID id = UUID.randomUUID();
    return trying(what, connection -> changes.apply(connection, id, work), MOST_BREAKS);
  }

  /// As [#writeIf], with few trips to the server: one for one write, where no pooler is between,
  /// and two for several.
  @Override
  public boolean writeAll(String what, List<SqlWrite> writes) {
    SqlWrite first = writes.getFirst();
    if (writes.size() == 1 && first.rule() == SqlWrite.Rule.REPEATABLE) {
      return trying(what, first.sql()::update, MOST_BREAKS) >= 0;
    }
    UUID id = UUID.randomUUID();
    if (writes.size() > 1 || first.rule() != SqlWrite.Rule.ONE_ROW || isPooled) {
      return trying(what, connection -> changes.apply(connection, id, writes), MOST_BREAKS);
    }
    AtomicInteger tries = new AtomicInteger();
    return trying(
        what,
        connection -> Changes.applyOne(connection, id, first.sql(), tries.getAndIncrement() > 0),
        MOST_BREAKS);
  }

  private RuntimeException failure(String what, SQLException e) {
    return PostgresErrors.isFrozen(e)
        ? new StoreFrozen(what, read("reading the mark of a move", MoveMark::read), e)
        : PostgresErrors.classify(what, e);
  }

  /// A connection to what was a primary before a failover is given up.
  private <T> T usingSound(Connection connection, Work<T> work) throws SQLException {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      if (PostgresErrors.isReadOnly(e)) {
        pool.evictConnection(connection);
      }
      throw e;
    }
  }

  /// Forgets changes that were applied more than an hour ago, once a minute. To be called every few
  /// seconds; any number of hosts may.
  ///
  /// @throws StoreUnavailable when the database does not answer; the next call does it
  void forgetOldChanges() {
    long last = forgotten.get();
    long now = System.nanoTime();
    if (now - last >= PAUSE.toNanos() && forgotten.compareAndSet(last, now)) {
      forget();
    }
  }

  /// Forgets changes that were applied more than an hour ago.
  void forget() {
    Sql sql = Changes.forget(FORGOTTEN_AT_ONCE);
    while (write("forgetting old changes", sql::update) == FORGOTTEN_AT_ONCE) {
      // as long as there are many
    }
  }

  /// @return what keeps the database from working now, in a sentence, if anything does
  Optional<String> complaint() {
    try {
      boolean isStandby =
          read(
                  "asking whether the server takes writes",
                  c -> new Sql("SELECT pg_is_in_recovery()").row(c, row -> row.getBoolean(1)))
              .orElse(false);
      if (isStandby) {
        return Optional.of("The database takes no writes.");
      }
      Mark mark = read("reading the mark of a move", MoveMark::read);
      return mark.complaint();
    } catch (StoreUnavailable _) {
      return Optional.of("The database does not answer.");
    }
  }

  /// Closes every connection; what is running fails.
  @Override
  public void close() {
    pool.close();
  }

  /// Tries one piece of work again while others are in its way.
  private record Tries(
      String what, int mostBreaks, BiFunction<String, SQLException, RuntimeException> failure) {

    @FunctionalInterface
    interface Try<T> {
      T once() throws SQLException;
    }

    <T> T of(Try<T> work) {
      int breaks = 0;
      int conflicts = 0;
      while (true) {
        try {
          return work.once();
        } catch (SQLException e) {
          breaks += PostgresErrors.isBroken(e) ? 1 : 0;
          conflicts += PostgresErrors.isConflict(e) ? 1 : 0;
          boolean isHopeless = breaks + conflicts == 0;
          if (isHopeless || breaks >= mostBreaks || conflicts >= MOST_CONFLICTS) {
            throw failure.apply(what, e);
          }
          long longest = STEP * Math.min(breaks + conflicts, MOST_STEPS);
          LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
        }
      }
    }
  }
}
