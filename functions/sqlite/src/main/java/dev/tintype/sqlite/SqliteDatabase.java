package dev.tintype.sqlite;

import dev.tintype.core.port.StoreFrozen;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.sql.MoveMark;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlDatabase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.sqlite.BusyHandler;
import org.sqlite.SQLiteConfig;

/// One SQLite file: a write-ahead log, one writer at a time in this process, a few readers beside
/// it, other processes of the machine sharing the file. A committed write is on disk.
///
/// Safe for use by many threads. Every SQL error leaves it classified: [StoreUnavailable] when time
/// or an operator may cure it, [StoreFrozen] when the records are being moved to another store,
/// [IllegalStateException] when it is our own mistake.
final class SqliteDatabase implements SqlDatabase, AutoCloseable {

  private static final int READERS = 8;
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;

  /// From how many pages in the log on a commit moves them into the database file itself, and waits
  /// for the disk three times more: usually [#checkpoint] was there before.
  private static final int LOG_PAGES = 8_192;

  /// To what size a log is cut when it begins anew: while somebody reads for long, such as a
  /// backup, it may have grown far beyond what it usually holds.
  private static final long LOG_BYTES = 64L << 20;

  private final Path file;
  private final UnaryOperator<Connection> dressing;
  private final LogSync log;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final Semaphore reading = new Semaphore(READERS, true);
  private final Deque<Connection> idleReaders = new ArrayDeque<>();
  private final Deque<Connection> idleWriter = new ArrayDeque<>();
  private volatile boolean closed;

  private SqliteDatabase(Path file, UnaryOperator<Connection> dressing) {
    this.file = file;
    this.dressing = dressing;
    this.log = LogSync.of(file);
  }

  /// Opens the file, creating it (readable by its owner alone) or moving it to the present schema
  /// where needed.
  ///
  /// @param file on a local file system; its `-wal` and `-shm` and SQLite's library lie beside it
  /// @throws StoreUnavailable when it cannot be opened or written
  /// @throws IllegalStateException when it is no file of ours, or of a newer schema than we know
  static SqliteDatabase open(Path file) {
    return open(file, UnaryOperator.identity());
  }

  /// @param dressing what stands before each connection, such as one that listens
  static SqliteDatabase open(Path file, UnaryOperator<Connection> dressing) {
    SqliteDatabase database = new SqliteDatabase(file.toAbsolutePath(), dressing);
    try {
      createPrivately(database.file);
    } catch (IOException e) {
      throw new StoreUnavailable("the database " + file + " cannot be created: " + e, e);
    }
    try (Connection connection = database.connect()) {
      SqliteSchema.prepare(connection, file);
    } catch (SQLException e) {
      throw SqliteErrors.classify("opening " + file, e);
    }
    return database;
  }

  private static void createPrivately(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IOException(file + " is a folder");
    }
    SqliteLibrary.unpackInto(folder);
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException _) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Reads; each statement sees everything that was committed before it began.
  @Override
  public <T> T read(String what, Work<T> work) {
    reading.acquireUninterruptibly();
    try (Loan loan = borrow(idleReaders)) {
      T result = work.on(loan.connection);
      loan.sound = true;
      return result;
    } catch (SQLException e) {
      throw SqliteErrors.classify(what, e);
    } finally {
      reading.release();
    }
  }

  /// Writes in one transaction, which is on disk when this returns.
  @Override
  public <T> T write(String what, Work<T> work) {
    return inTransaction(what, work, _ -> true);
  }

  /// Writes in one transaction, which is undone when the work answers false.
  @Override
  public boolean writeIf(String what, Work<Boolean> work) {
    return inTransaction(what, work, answer -> answer);
  }

  private <T> T inTransaction(String what, Work<T> work, Predicate<T> committing) {
    T result = commit(what, work, committing);
    if (committing.test(result)) {
      try {
        log.sync();
      } catch (IOException e) {
        throw new StoreUnavailable(what + ": it is unknown whether it is on disk: " + e, e);
      }
    }
    return result;
  }

  private <T> T commit(String what, Work<T> work, Predicate<T> committing) {
    writing.lock();
    try (Loan loan = borrow(idleWriter)) {
      Sql.execute(loan.connection, "BEGIN IMMEDIATE");
      T result = work.on(loan.connection);
      Sql.execute(loan.connection, committing.test(result) ? "COMMIT" : "ROLLBACK");
      loan.sound = true;
      return result;
    } catch (SQLException e) {
      throw SqliteErrors.isFrozen(e) ? frozen(what, e) : SqliteErrors.classify(what, e);
    } finally {
      writing.unlock();
    }
  }

  private StoreFrozen frozen(String what, SQLException cause) {
    return new StoreFrozen(what, read("reading the mark of a move", MoveMark::read), cause);
  }

  /// Moves what the log holds into the database file, as far as readers allow, while others read
  /// and write. To be called every few seconds by whoever keeps the file open for long: a log that
  /// grows long is moved by a commit, whose caller waits.
  ///
  /// @throws StoreUnavailable when the disk refuses; the log keeps what it holds
  void checkpoint() {
    read(
        "a checkpoint",
        connection -> {
          Sql.execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
          return true;
        });
  }

  private Loan borrow(Deque<Connection> idle) throws SQLException {
    if (closed) {
      throw new IllegalStateException("the database " + file + " is closed");
    }
    synchronized (idle) {
      if (!idle.isEmpty()) {
        return new Loan(idle, idle.removeFirst());
      }
    }
    return new Loan(idle, connect());
  }

  private Connection connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    // Its log is synced by us, when the next one may write already.
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    BusyHandler.setHandler(connection, new WriterTurn());
    Sql.execute(connection, "PRAGMA wal_autocheckpoint = " + LOG_PAGES);
    Sql.execute(connection, "PRAGMA journal_size_limit = " + LOG_BYTES);
    return dressing.apply(connection);
  }

  /// Closes every connection; what is running fails or ends first.
  @Override
  public void close() {
    closed = true;
    closeAll(idleReaders);
    writing.lock();
    try {
      closeAll(idleWriter);
    } finally {
      writing.unlock();
    }
  }

  private void closeAll(Deque<Connection> idle) {
    synchronized (idle) {
      for (Connection connection = idle.pollFirst();
          connection != null;
          connection = idle.pollFirst()) {
        try {
          connection.close();
        } catch (SQLException e) {
          throw SqliteErrors.classify("closing " + file, e);
        }
      }
    }
  }

  /// A connection in use. Given back sound it is kept for the next one; else it is closed, which
  /// undoes whatever was begun.
  private final class Loan implements AutoCloseable {
    private final Deque<Connection> idle;
    private final Connection connection;
    private boolean sound;

    Loan(Deque<Connection> idle, Connection connection) {
      this.idle = idle;
      this.connection = connection;
    }

    @Override
    public void close() throws SQLException {
      synchronized (idle) {
        if (sound && !closed) {
          idle.addFirst(connection);
          return;
        }
      }
      connection.close();
    }
  }
}
