package dev.tintype.sql;

import dev.tintype.core.port.JobStore.VersionName;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import java.util.List;

/// Where the tables of the job store, and the statements that its indexes serve, differ between
/// databases. Safe for use by many threads.
public interface SqlDialect {

  /// @return the columns of an image besides `id`, `epoch`, `live`, `due_at` and `record`
  List<Column> of(ImageRecord image);

  /// @return the columns of a version besides `image_id`, `version`, `epoch`, `due_at` and `record`
  List<Column> of(VersionRecord version);

  /// Tells apart rows that are due at the same instant.
  ///
  /// @param columns their order is that of the index
  /// @param first what comes before every row, a value for each column
  record Tie(List<String> columns, List<Object> first) {
    /// Copies the lists.
    public Tie {
      columns = List.copyOf(columns);
      first = List.copyOf(first);
    }
  }

  /// @param key the columns of a table's primary key
  Tie tie(List<String> key);

  /// @param state `awaiting_upload` or `processing`
  /// @return the condition of a version that is in this state and is due some day
  String isOpen(String state);

  /// @return a condition that an index serves, and that every queued version meets which is due
  ///   some day. Versions in other states may meet it, too
  String mayBeQueued();

  /// A page of live images, newest first: `id` and `record`. Its parameters: the state of the
  /// latest version, if it is asked for; the id that all are below, if there is one; how many.
  String images(boolean inState, boolean isBelow);

  /// A page of live images whose metadata has an entry, newest first: `id` and `record`. Its
  /// parameters: the key; the value; the id that all are below, if there is one; how many.
  String tagged(boolean isBelow);

  /// Reads versions of several images: the name and the record of each.
  ///
  /// @param names different ones, 1 to 200
  Sql versions(List<VersionName> names);

  /// @return the order of an image's versions, the highest number first
  String newestFirst();

  /// Removes some idempotency keys that have expired. Its parameters: the instant that it is now,
  /// and how many at most.
  String forgetKeys();
}
