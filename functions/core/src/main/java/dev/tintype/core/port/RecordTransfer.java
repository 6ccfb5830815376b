package dev.tintype.core.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads and writes the rows of a job store as they are stored, so that all of them can be moved to
/// another store, and keeps the mark that stops the writes of every process for that time. Rows are
/// never parsed: a record of a newer release, or a damaged one, is carried over as it is.
///
/// Safe for use by many threads and processes.
public interface RecordTransfer {

  /// What is moved. Waiting messages are not: their versions say that they are queued, and a new
  /// message is sent for each.
  enum Table {
    /// Versions. The key is `IMAGE/VERSION`.
    VERSIONS("epoch due_at", "record"),
    /// Images, live ones and tombstones. The key is the image's id.
    IMAGES("epoch live due_at", "record"),
    /// Idempotency keys.
    IDEMPOTENCY("expires_at", "record"),
    /// Notifications that were not sent yet. The key is the notification's id.
    OUTBOX("due_at", "record"),
    /// Bearer tokens, by the hashes of their secrets.
    TOKENS("created_at expires_at last_used_at revoked_at", "label secret_sha256 scopes"),
    /// Messages that were given up, where the queue is in the same database. The key is their
    /// number with 19 digits; their instants are microseconds, as precise as every queue keeps
    /// them.
    DEAD_LETTERS("receive_count sent_micros died_micros lane", "body why");

    private final String numbers;
    private final String texts;

    Table(String numbers, String texts) {
      this.numbers = numbers;
      this.texts = texts;
    }

    /// @return the names of the whole numbers of a row; instants that end in `_at` are nanoseconds
    ///   since 1970
    public List<String> numbers() {
      return List.of(numbers.split(" ", -1));
    }

    /// @return the names of the texts of a row
    public List<String> texts() {
      return List.of(texts.split(" ", -1));
    }
  }

  /// One row.
  ///
  /// @param key names it in its table
  /// @param fields the numbers of its table in decimal, empty for none, and then its texts
  record Row(String key, List<String> fields) {
    /// Copies the list.
    public Row {
      fields = List.copyOf(fields);
    }
  }

  /// Whether a store may be written.
  enum State {
    /// Everybody may write.
    OPEN,
    /// Nobody may write: its records are compared with those of the other store for the last time.
    FROZEN,
    /// Nobody may write: its records are in the other store.
    MOVED,
    /// Only the move may write, which fills it from the other store.
    FILLING
  }

  /// What a store says of a move.
  ///
  /// @param state who may write
  /// @param run names the run of the move that wrote the mark last; empty in a store that never
  ///   took part in one
  /// @param id names the records of this store: a random text that is drawn anew whenever the store
  ///   is filled; empty in a store that never took part in a move
  /// @param other the name of the other store of the move. In an open store, the one that the
  ///   records came back from; empty when there is none
  /// @param otherId the id of the other store, by which it is recognised: another database may have
  ///   the same name later
  /// @param since when the state began
  /// @param origin the store that a move filled this one from, and that the records can be moved
  ///   back to
  record Mark(
      State state,
      String run,
      String id,
      String other,
      String otherId,
      Instant since,
      Optional<String> origin) {

    /// The mark of a store that never took part in a move.
    public static final Mark NONE =
        new Mark(State.OPEN, "", "", "", "", Instant.EPOCH, Optional.empty());

    /// @return whether the other store of this mark is the one with a mark
    public boolean isOf(Mark store) {
      return !otherId.isEmpty() && otherId.equals(store.id());
    }

    /// @return why a host cannot work with the store at all, in a sentence; absent while it can, or
    ///   will soon
    public Optional<String> complaint() {
      return switch (state) {
        case OPEN, FROZEN -> Optional.empty();
        case MOVED -> Optional.of("The records were moved to " + other + ".");
        case FILLING -> Optional.of("The records are still being moved here from " + other + ".");
      };
    }

    /// @return who may not write and why, and what ends it; without a full stop
    public String explanation() {
      return switch (state) {
        case OPEN -> "everybody may write";
        case FROZEN ->
            "nothing can be written since %s, because the records are being moved to %s; try again (when no 'tintype migrate' runs any more, run it again, or end it with 'tintype migrate --abort')"
                .formatted(since, other);
        case MOVED -> "its records were moved to %s at %s".formatted(other, since);
        case FILLING ->
            "it is being filled with the records of %s since %s: let 'tintype migrate' or 'tintype restore' finish"
                .formatted(other, since);
      };
    }
  }

  /// @return the store's address for people and for marks: complete, and without secrets
  String name();

  /// @return why the writes of others to this store cannot be stopped, so that its records cannot
  ///   be moved to another store; without a full stop. Absent when they can be stopped
  default Optional<String> whyNeverFrozen() {
    return Optional.empty();
  }

  /// @return the store's mark
  /// @throws StoreUnavailable when the store cannot answer
  Mark mark();

  /// Replaces the mark. When the state that begins is not open, every write that began before has
  /// ended when this returns, and every later one of any process is refused with [StoreFrozen],
  /// except [#write].
  ///
  /// @return false when the mark was not `before`; nothing was changed
  /// @throws StoreUnavailable when it is unknown whether the mark was replaced; [#mark] tells
  boolean mark(Mark before, Mark after);

  /// @param after where to go on: the last key of the page before, absent for the first page
  /// @param limit how many rows at most, at least 1
  /// @return rows in ascending order of their keys
  /// @throws StoreUnavailable when the store cannot answer
  List<Row> page(Table table, Optional<String> after, int limit);

  /// Pages of rows.
  @FunctionalInterface
  interface Pages {
    /// As [RecordTransfer#page].
    List<Row> page(Table table, Optional<String> after, int limit);
  }

  /// Reads rows as all of them were at one instant after this was called, however long it takes and
  /// whatever is written meanwhile. Nobody who writes waits for it.
  ///
  /// @param reading reads the pages on the calling thread. It is called again, from the beginning,
  ///   when a connection breaks
  /// @return its answer; absent when the store cannot show an instant, and nothing was read
  /// @throws StoreUnavailable when the store cannot answer; calling again is safe
  default <T> Optional<T> atOneInstant(Function<Pages, T> reading) {
    return Optional.empty();
  }

  /// @return how many rows the table has
  /// @throws StoreUnavailable when the store cannot answer
  long count(Table table);

  /// Writes rows: a row with the key of another replaces it. A store writes all of them in one
  /// transaction, or as many as it can.
  ///
  /// @param run the run of the move that the mark must name, while it says that the store is being
  ///   filled
  /// @param put rows with different keys
  /// @param remove keys of rows that go; those that are not there are passed over
  /// @return false when the mark is another one; no row was written since it is
  /// @throws UnstorableRow when the store cannot take a row
  /// @throws StoreUnavailable when it is unknown whether the rows were written; writing them again
  ///   is safe
  boolean write(String run, Table table, List<Row> put, List<String> remove);

  /// The store cannot take a row: one of its texts has the character U+0000, or its key is taken.
  final class UnstorableRow extends RuntimeException {

    private final String row;
    private final String why;

    /// @param store the store's name
    /// @param row the row
    public UnstorableRow(String store, Table table, Row row) {
      this(store, table, row.key(), "one of its texts has the character U+0000");
    }

    /// @param store the store's name
    /// @param key the row's key
    /// @param why what is in the way, without a full stop
    public UnstorableRow(String store, Table table, String key, String why) {
      String row =
          "the row '%s' of the table %s"
              .formatted(key, table.name().toLowerCase(java.util.Locale.ROOT));
      super("%s cannot hold %s: %s".formatted(store, row, why));
      this.row = row;
      this.why = why;
    }

    /// @return names the row and its table
    public String row() {
      return row;
    }

    /// @return what is in the way, without a full stop
    public String why() {
      return why;
    }
  }
}
