package dev.tintype.postgres;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.core.token.BearerTokens;
import dev.tintype.sql.SqlJobStore;
import dev.tintype.sql.SqlTokenRows;
import dev.tintype.sql.SqlTransfer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens `postgres://USER@HOST:PORT/DATABASE?…`, and `postgres:`, which takes everything from the
/// usual variables. Jobs and queue of one address share one pool of connections.
public final class PostgresProvider implements JobsProvider, QueueProvider {

  /// A message received so often without an end is set aside: only what kills its worker each time
  /// comes so far.
  private static final int MOST_RECEIVES = 50;

  private final PostgresSettings settings;

  /// For the service loader.
  public PostgresProvider() {
    this(System.getenv());
  }

  /// @param environment names to values
  PostgresProvider(Map<String, String> environment) {
    this.settings = PostgresSettings.of(environment);
  }

  @Override
  public String scheme() {
    return "postgres";
  }

  @Override
  public String form() {
    return PostgresAddress.FORM;
  }

  @Override
  public void check(String address) {
    PostgresAddress _ = PostgresAddress.parse(address, settings);
  }

  @Override
  public JobsProvider.Opened jobs(String address, Opening opening) {
    PostgresDatabase database = database(address, opening);
    return new JobsProvider.Opened(
        new SqlJobStore(database, new PostgresDialect()),
        new BearerTokens(new SqlTokenRows(database), opening.clock(), opening.random()),
        new PostgresLoopLeases(database),
        new PostgresHostNotes(database));
  }

  @Override
  public boolean isThere(String address, Opening opening) {
    Connections connections = connections(address);
    connections.checkFiles();
    try (Connection connection = connections.connect(connections.address().hosts())) {
      return PostgresSchema.isThere(connection);
    } catch (SQLException e) {
      if (PostgresErrors.isNoDatabase(e)) {
        return false;
      }
      throw PostgresDatabase.refusal(connections.address(), e);
    }
  }

  @Override
  public List<Fact> examine(String address) {
    Connections connections = connections(address);
    connections.checkFiles();
    try (Connection connection = PostgresDatabase.connect(connections)) {
      return new PostgresFacts(connection, connections).all();
    } catch (SQLException e) {
      throw PostgresErrors.classify("examining the server", e);
    }
  }

  @Override
  public Optional<RecordTransfer> transfer(String address, Opening opening) {
    return Optional.of(
        new SqlTransfer(
            database(address, opening),
            new PostgresMoves(),
            connections(address).address().name()));
  }

  @Override
  public JobQueue queue(String address, Opening opening) {
    return opening.opened(new PostgresQueue(database(address, opening), MOST_RECEIVES));
  }

  /// @throws InvalidAddress when the address is not of our form
  private Connections connections(String address) {
    return new Connections(PostgresAddress.parse(address, settings), settings);
  }

  private PostgresDatabase database(String address, Opening opening) {
    Connections connections = connections(address);
    return opening.shared(
        PostgresDatabase.class, connections.address(), () -> open(connections, opening));
  }

  private static PostgresDatabase open(Connections connections, Opening opening) {
    PostgresDatabase database = PostgresDatabase.open(connections);
    opening.upkeep(database::forgetOldChanges);
    opening.check(database::complaint);
    return database;
  }
}
