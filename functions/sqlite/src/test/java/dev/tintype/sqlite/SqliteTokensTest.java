package dev.tintype.sqlite;

import dev.tintype.core.token.TokenContract;
import dev.tintype.core.token.TokenRows;
import dev.tintype.sql.SqlTokenRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteTokensTest extends TokenContract {

  @TempDir private Path folder;

  private SqliteDatabase database;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("tintype.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected TokenRows rows() {
    return new SqlTokenRows(database);
  }

  /// The file and its log.
  @Override
  protected String kept() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
