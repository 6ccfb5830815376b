package dev.tintype.sqlite;

import java.util.List;

/// The third addition: which process runs which loop. A server of the release before takes no lease
/// and runs all loops; beside one of this release some work is done twice, with the same result.
final class LeasesAddition {

  static final List<String> STATEMENTS =
      List.of(
          """
          CREATE TABLE loop_leases (
            name TEXT NOT NULL PRIMARY KEY,
            holder TEXT NOT NULL,
            ends_at INTEGER NOT NULL
          ) STRICT\
          """);

  private LeasesAddition() {}
}
