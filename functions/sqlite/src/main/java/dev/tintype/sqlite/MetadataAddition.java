package dev.tintype.sqlite;

import java.util.List;

/// The sixth addition: an index of the metadata of images. Triggers keep it, whoever writes: a
/// commit, or a move of records. A program of the release before leaves images with metadata alone.
final class MetadataAddition {

  /// The metadata of an image; `%1$s` is its record.
  private static final String METADATA =
      "CASE WHEN json_valid(%1$s) THEN json_extract(%1$s, '$.metadata') END";

  /// The entries of an image; `%1$s` is its record.
  private static final String ENTRIES =
      "SELECT key, value%2$s FROM json_each("
          + "CASE WHEN json_valid(%1$s) THEN %1$s ELSE '{}' END, '$.metadata')"
          + " WHERE type = 'text' AND typeof(key) = 'text'";

  private static final String ADD =
      "INSERT OR IGNORE INTO image_metadata " + ENTRIES.formatted("new.record", ", new.id");

  private static final String REMOVE =
      "DELETE FROM image_metadata WHERE (key, value) IN ("
          + ENTRIES.formatted("old.record", "")
          + ") AND image_id = old.id";

  static final List<String> STATEMENTS =
      List.of(
          """
          CREATE TABLE image_metadata (
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            image_id TEXT NOT NULL,
            PRIMARY KEY (key, value, image_id)
          ) STRICT, WITHOUT ROWID\
          """,
          trigger(
              "metadata_added",
              "INSERT ON images WHEN " + METADATA.formatted("new.record") + " IS NOT NULL",
              ADD),
          trigger(
              "metadata_changed",
              "UPDATE OF record ON images WHEN "
                  + METADATA.formatted("old.record")
                  + " IS NOT "
                  + METADATA.formatted("new.record"),
              REMOVE + "; " + ADD),
          trigger(
              "metadata_removed",
              "DELETE ON images WHEN " + METADATA.formatted("old.record") + " IS NOT NULL",
              REMOVE));

  private MetadataAddition() {}

  private static String trigger(String name, String after, String then) {
    return "CREATE TRIGGER " + name + " AFTER " + after + " BEGIN " + then + "; END";
  }
}
