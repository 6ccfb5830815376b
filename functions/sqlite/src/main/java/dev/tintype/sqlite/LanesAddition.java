package dev.tintype.sqlite;

import java.util.List;

/// The second addition: the lane of a message, 0 for fresh and 1 for bulk. What a program of the
/// release before sends is fresh. That program receives the messages of both lanes alike.
final class LanesAddition {

  private static final String COUNT =
      "UPDATE counts SET n = n + new.lane - old.lane WHERE name = 'bulk_messages'";

  static final List<String> STATEMENTS =
      List.of(
          "ALTER TABLE messages ADD COLUMN lane INTEGER NOT NULL DEFAULT 0",
          "ALTER TABLE dead_letters ADD COLUMN lane INTEGER NOT NULL DEFAULT 0",
          // The index without the lane stays for the release before.
          "CREATE INDEX messages_lane ON messages (lane, visible_at, id)",
          "INSERT INTO counts VALUES ('bulk_messages', 0)",
          "CREATE TRIGGER bulk_added AFTER INSERT ON messages WHEN new.lane = 1 BEGIN "
              + COUNT.replace(" - old.lane", "")
              + "; END",
          "CREATE TRIGGER bulk_removed AFTER DELETE ON messages WHEN old.lane = 1 BEGIN "
              + COUNT.replace(" + new.lane", "")
              + "; END",
          "CREATE TRIGGER bulk_moved AFTER UPDATE OF lane ON messages"
              + " WHEN old.lane <> new.lane BEGIN "
              + COUNT
              + "; END");

  private LanesAddition() {}
}
