package dev.tintype.sqlite;

import java.util.List;

/// The fourth addition: the mark of a move to or from another store, and the mover. The triggers
/// that refuse writes are there only while the mark says so; see [Freeze].
final class MoveAddition {

  static final List<String> STATEMENTS =
      List.of(
          """
          CREATE TABLE move_mark (
            id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
            state TEXT NOT NULL,
            run TEXT NOT NULL,
            store_id TEXT NOT NULL,
            other TEXT NOT NULL,
            other_id TEXT NOT NULL,
            since INTEGER NOT NULL,
            origin TEXT
          ) STRICT\
          """,
          "CREATE TABLE mover (id INTEGER NOT NULL PRIMARY KEY) STRICT");

  private MoveAddition() {}
}
