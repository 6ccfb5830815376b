package dev.tintype.sqlite;

import java.util.List;

/// The first addition: columns, counters and indexes by which nothing that is asked for often costs
/// more with more images.
///
/// A server of the release before may still run while another command of this one opens the file,
/// so what lists and counts rest on is kept by triggers, whoever writes. A record that is no JSON
/// stops no trigger.
final class FirstAddition {

  /// The code of a version's state; `%1$s` is its record.
  private static final String STATE =
      "CASE WHEN json_valid(%1$s) THEN json_extract(%1$s, '$.state.code') END";

  /// The latest version of an image; `%1$s` is its record.
  private static final String LATEST =
      "CASE WHEN json_valid(%1$s) THEN json_extract(%1$s, '$.latest') END";

  /// The state of the latest version of the row of `images` at hand.
  private static final String STATE_OF_LATEST =
      "(SELECT "
          + STATE.formatted("v.record")
          + " FROM versions v WHERE v.image_id = images.id AND v.version = "
          + LATEST.formatted("images.record")
          + ")";

  private static final String VERSION_WRITTEN =
      "UPDATE images SET state = "
          + STATE.formatted("new.record")
          + " WHERE id = new.image_id AND new.version = "
          + LATEST.formatted("images.record");

  private static final String COUNT = "UPDATE counts SET n = n %s 1 WHERE name = '%s'";

  static final List<String> STATEMENTS =
      List.of(
          "ALTER TABLE images ADD COLUMN state TEXT",
          "UPDATE images SET state = " + STATE_OF_LATEST + " WHERE live = 1",
          "CREATE INDEX images_state ON images (state, id) WHERE live = 1",
          trigger(
              "images_added",
              "AFTER INSERT ON images"
                  + " WHEN EXISTS (SELECT 1 FROM versions WHERE image_id = new.id)",
              "UPDATE images SET state = " + STATE_OF_LATEST + " WHERE id = new.id"),
          trigger(
              "images_latest",
              "AFTER UPDATE OF record ON images WHEN "
                  + LATEST.formatted("old.record")
                  + " IS NOT "
                  + LATEST.formatted("new.record"),
              "UPDATE images SET state = " + STATE_OF_LATEST + " WHERE id = new.id"),
          trigger("versions_added", "AFTER INSERT ON versions", VERSION_WRITTEN),
          trigger(
              "versions_state",
              "AFTER UPDATE OF record ON versions WHEN "
                  + STATE.formatted("old.record")
                  + " IS NOT "
                  + STATE.formatted("new.record"),
              VERSION_WRITTEN),
          // Only what is due some day can be open, so ended versions are not rewritten.
          "ALTER TABLE versions ADD COLUMN open TEXT",
          "UPDATE versions SET open = "
              + STATE.formatted("record")
              + " WHERE due_at IS NOT NULL AND "
              + STATE.formatted("record")
              + " IN ('awaiting_upload', 'processing')",
          "CREATE INDEX versions_open ON versions (open, due_at) WHERE open IS NOT NULL",
          // One waiting message for each version: of several the one that is visible first stays.
          "ALTER TABLE messages ADD COLUMN about TEXT",
          """
          UPDATE messages
          SET about = json_extract(body, '$.imageId') || '/' || json_extract(body, '$.version')
          WHERE json_valid(body)\
          """,
          """
          DELETE FROM messages WHERE id IN (
            SELECT id FROM (
              SELECT id, row_number() OVER (PARTITION BY about ORDER BY visible_at, id) AS place
              FROM messages WHERE held = 0 AND about IS NOT NULL)
            WHERE place > 1)\
          """,
          "CREATE INDEX messages_about ON messages (about, held, visible_at)"
              + " WHERE about IS NOT NULL",
          "CREATE TABLE counts (name TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) STRICT",
          "INSERT INTO counts SELECT 'messages', count(*) FROM messages",
          "INSERT INTO counts SELECT 'dead_letters', count(*) FROM dead_letters",
          trigger("messages_added", "AFTER INSERT ON messages", COUNT.formatted("+", "messages")),
          trigger("messages_removed", "AFTER DELETE ON messages", COUNT.formatted("-", "messages")),
          trigger(
              "dead_letters_added",
              "AFTER INSERT ON dead_letters",
              COUNT.formatted("+", "dead_letters")),
          trigger(
              "dead_letters_removed",
              "AFTER DELETE ON dead_letters",
              COUNT.formatted("-", "dead_letters")));

  private FirstAddition() {}

  private static String trigger(String name, String when, String then) {
    return "CREATE TRIGGER " + name + " " + when + " BEGIN " + then + "; END";
  }
}
