package dev.tintype.postgres;

import dev.tintype.core.provider.Fact;
import dev.tintype.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// What an operator should know of a server: how safe a commit is, what keeps dead rows, and
/// whether notifications arrive.
///
/// @param connection as hosts connect
/// @param connections the address
record PostgresFacts(Connection connection, Connections connections) {

  /// An open transaction that is older keeps dead rows long enough to slow the queue.
  private static final Duration LONG = Duration.ofMinutes(5);

  private static final long MANY_DEAD_ROWS = 50_000;

  /// With the other values of `synchronous_commit` an answered commit may be lost when the server's
  /// machine fails.
  private static final Set<String> SAFE_COMMITS =
      Set.of("on", "local", "remote_write", "remote_apply");

  /// The transaction that keeps dead rows for longest, whoever has it: a session, a replication
  /// slot, or a transaction that was prepared.
  private static final String HORIZON =
      """
      SELECT who, seconds FROM (
        SELECT 'session ' || pid || ' of ' || coalesce(usename, '?') || ' (' || coalesce(state, '?') || ')'
            AS who,
          extract(epoch FROM clock_timestamp() - xact_start)::bigint AS seconds
        FROM pg_stat_activity
        WHERE (backend_xid IS NOT NULL OR backend_xmin IS NOT NULL) AND pid <> pg_backend_pid()
          AND xact_start IS NOT NULL AND backend_type <> 'autovacuum worker'
        UNION ALL
        SELECT 'prepared transaction ' || gid, extract(epoch FROM clock_timestamp() - prepared)::bigint
        FROM pg_prepared_xacts
      ) AS open ORDER BY seconds DESC LIMIT 1\
      """;

  private static final String IDLE_SLOTS =
      "SELECT string_agg(slot_name, ', ') FROM pg_replication_slots WHERE NOT active";

  private static final String DEAD_ROWS =
      "SELECT n_dead_tup, n_live_tup FROM pg_stat_user_tables WHERE relname = 'messages'";

  List<Fact> all() throws SQLException {
    Greeting greeting = Greeting.of(connection);
    List<Fact> facts = new ArrayList<>();
    facts.add(server(greeting));
    if (greeting.problem().isPresent()) {
      return facts;
    }
    facts.add(commits());
    facts.add(horizon());
    idleSlots().ifPresent(facts::add);
    deadRows().ifPresent(facts::add);
    facts.add(notifications(greeting.isPooled()));
    return facts;
  }

  private Fact server(Greeting greeting) throws SQLException {
    String made = PostgresSchema.isThere(connection) ? "" : "; its tables are not made yet";
    String place =
        "PostgreSQL %d.%d at %s%s%s"
            .formatted(
                greeting.version() / 10_000,
                greeting.version() % 10_000,
                connections.address().hosts(),
                greeting.isPooled() ? ", behind a pooler" : "",
                made);
    return greeting
        .problem()
        .map(problem -> new Fact("database", false, place + ": the address " + problem))
        .orElseGet(() -> new Fact("database", true, place));
  }

  private String setting(String name) throws SQLException {
    return new Sql("SELECT current_setting(?)", name)
        .row(connection, row -> row.getString(1))
        .orElse("");
  }

  private Fact commits() throws SQLException {
    String commit = setting("synchronous_commit");
    String standbys = setting("synchronous_standby_names");
    boolean isSynced = setting("fsync").equals("on");
    String detail =
        "synchronous_commit is %s, synchronous_standby_names is %s"
            .formatted(commit, standbys.isEmpty() ? "empty" : standbys);
    if (!isSynced || !SAFE_COMMITS.contains(commit)) {
      return new Fact(
          "commits",
          false,
          detail
              + ", fsync is "
              + setting("fsync")
              + ": a crash may lose answered writes; set synchronous_commit and fsync to on");
    }
    return new Fact(
        "commits",
        true,
        standbys.isEmpty()
            ? detail + ": a failover to a standby may lose the last answered writes"
            : detail);
  }

  private record Open(String who, long seconds) {}

  private Fact horizon() throws SQLException {
    Optional<Open> oldest =
        new Sql(HORIZON).row(connection, row -> new Open(row.getString(1), row.getLong(2)));
    if (oldest.isEmpty()) {
      return new Fact("open transactions", true, "none");
    }
    String detail =
        "the oldest is %d s old: %s".formatted(oldest.get().seconds(), oldest.get().who());
    return oldest.get().seconds() < LONG.toSeconds()
        ? new Fact("open transactions", true, detail)
        : new Fact(
            "open transactions",
            false,
            detail + "; it keeps dead rows and slows the queue: end it");
  }

  private Optional<Fact> idleSlots() throws SQLException {
    return new Sql(IDLE_SLOTS)
        .row(connection, row -> Optional.ofNullable(row.getString(1)))
        .flatMap(names -> names)
        .map(names ->
            new Fact(
                "replication",
                false,
                "slots that nobody reads: "
                    + names
                    + "; they keep dead rows and the log: drop them"));
  }

  private record Dead(long dead, long live) {}

  private Optional<Fact> deadRows() throws SQLException {
    Optional<Dead> rows =
        new Sql(DEAD_ROWS).row(connection, row -> new Dead(row.getLong(1), row.getLong(2)));
    return rows.map(found -> {
      String detail =
          "the table messages has %d dead rows and %d live ones"
              .formatted(found.dead(), found.live());
      return found.dead() < MANY_DEAD_ROWS
          ? new Fact("queue", true, detail)
          : new Fact(
              "queue", false, detail + ": look for an open transaction, then VACUUM messages");
    });
  }

  private Fact notifications(boolean isPooled) throws SQLException {
    if (isPooled && connections.address().direct().isEmpty()) {
      return new Fact(
          "notifications",
          true,
          "a pooler keeps them: workers look five times a second; add direct=HOST:PORT to the"
              + " address to be woken at once");
    }
    String server = connections.address().direct().orElse(connections.address().hosts());
    try (Connection listener = connections.connect(server)) {
      Sql.execute(listener, "LISTEN " + Announcer.CHANNEL);
      String probe = "doctor " + UUID.randomUUID();
      new Sql("SELECT pg_notify(?, ?)", Announcer.CHANNEL, probe).row(connection, _ -> true);
      return arrives(listener, probe)
          ? new Fact("notifications", true, "they arrive")
          : new Fact(
              "notifications", false, "they do not arrive: workers look five times a second");
    }
  }

  private static boolean arrives(Connection listener, String probe) throws SQLException {
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() - end < 0) {
      PGNotification[] received = listener.unwrap(PGConnection.class).getNotifications(200);
      if (received != null
          && Stream.of(received).map(PGNotification::getParameter).anyMatch(probe::equals)) {
        return true;
      }
    }
    return false;
  }
}
