package dev.tintype.sqlite;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.core.token.BearerTokens;
import dev.tintype.sql.MoveMark;
import dev.tintype.sql.SqlJobStore;
import dev.tintype.sql.SqlTokenRows;
import dev.tintype.sql.SqlTransfer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Opens `sqlite:FILE`, and `sqlite:`, which is the file `tintype.db` in the data folder. Jobs and
/// queue of one file share one database.
public final class SqliteProvider implements JobsProvider, QueueProvider {

  private static final String USUAL_NAME = "tintype.db";

  /// A message received so often without an end is set aside: only what kills its worker each time
  /// comes so far.
  private static final int MOST_RECEIVES = 50;

  /// For the service loader.
  public SqliteProvider() {}

  @Override
  public String scheme() {
    return "sqlite";
  }

  @Override
  public String form() {
    return "sqlite:FILE";
  }

  @Override
  public JobsProvider.Opened jobs(String address, Opening opening) {
    SqliteDatabase database = database(address, opening);
    return new JobsProvider.Opened(
        new SqlJobStore(database, new SqliteDialect()),
        new BearerTokens(new SqlTokenRows(database), opening.clock(), opening.random()),
        new SqliteLoopLeases(database, opening.clock()),
        new SqliteHostNotes(database, opening.clock()));
  }

  @Override
  public boolean isThere(String address, Opening opening) {
    return Files.exists(file(address, opening));
  }

  @Override
  public Optional<RecordTransfer> transfer(String address, Opening opening) {
    return Optional.of(
        new SqlTransfer(
            database(address, opening),
            new SqliteMoves(),
            scheme() + ":" + file(address, opening)));
  }

  @Override
  public JobQueue queue(String address, Opening opening) {
    return new SqliteQueue(database(address, opening), opening.clock(), MOST_RECEIVES);
  }

  private SqliteDatabase database(String address, Opening opening) {
    Path file = file(address, opening);
    return opening.shared(SqliteDatabase.class, file, () -> open(file, opening));
  }

  private static SqliteDatabase open(Path file, Opening opening) {
    SqliteDatabase database = SqliteDatabase.open(file);
    opening.upkeep(database::checkpoint);
    opening.check(() -> complaint(database, file));
    return database;
  }

  private Path file(String address, Opening opening) {
    try {
      String file = path(address);
      return file.isEmpty()
          ? opening.folder().resolve(USUAL_NAME)
          : Path.of(file).toAbsolutePath().normalize();
    } catch (InvalidPathException _) {
      throw new InvalidAddress(address, List.of(form()));
    }
  }

  private static Optional<String> complaint(SqliteDatabase database, Path file) {
    try {
      new SqlJobStore(database, new SqliteDialect()).page(Optional.empty(), Optional.empty(), 1);
      Mark mark = database.read("reading the mark of a move", MoveMark::read);
      if (mark.complaint().isPresent()) {
        return mark.complaint();
      }
      return Files.isWritable(file)
          ? Optional.empty()
          : Optional.of("The database cannot be written.");
    } catch (StoreUnavailable _) {
      return Optional.of("The database does not answer.");
    }
  }
}
