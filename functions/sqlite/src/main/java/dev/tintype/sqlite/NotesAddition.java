package dev.tintype.sqlite;

import java.util.List;

/// The fifth addition: what hosts tell each other. A program of the release before tells nothing.
final class NotesAddition {

  static final List<String> STATEMENTS =
      List.of(
          """
          CREATE TABLE host_notes (
            name TEXT NOT NULL PRIMARY KEY,
            note TEXT NOT NULL,
            written_at INTEGER NOT NULL
          ) STRICT\
          """);

  private NotesAddition() {}
}
