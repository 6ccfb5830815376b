package dev.tintype.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlJobStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A log that the machine damaged: the file opens, holds what was committed before the damage, each
/// change whole, and takes more.
class DamagedLogTest {

  private static final int COMMITS = 60;

  @TempDir private Path folder;

  private static byte[] damaged(String how, byte[] log) {
    byte[] bytes = log.clone();
    switch (how) {
      case "cut" -> bytes = Arrays.copyOf(bytes, bytes.length / 2 + 77);
      case "empty" -> bytes = new byte[0];
      case "zeros at the end" -> Arrays.fill(bytes, bytes.length * 2 / 3, bytes.length, (byte) 0);
      case "one bit in the middle" -> bytes[bytes.length / 2] ^= 1;
      case "a foreign header" -> Arrays.fill(bytes, 0, 32, (byte) 'x');
      case "garbage behind" -> {
        bytes = Arrays.copyOf(bytes, bytes.length + 10_000);
        Arrays.fill(bytes, log.length, bytes.length, (byte) 'x');
      }
      default -> throw new IllegalArgumentException(how);
    }
    return bytes;
  }

  private static Change pair(int number) {
    return Change.of(
        new PutImage(Optional.empty(), image(2 * number)),
        new PutImage(Optional.empty(), image(2 * number + 1)));
  }

  private static ImageRecord image(int number) {
    VersionRecord version = Rows.version(number, Rows.state("queued"));
    return Rows.image(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cut",
        "empty",
        "zeros at the end",
        "one bit in the middle",
        "a foreign header",
        "garbage behind"
      })
  void whatWasCommittedBeforeTheDamageIsThereAndMoreIsTaken(String how) throws Exception {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("tintype.db"))) {
      SqlJobStore store = new SqlJobStore(database, new SqliteDialect());
      database.checkpoint();
      for (int number = 0; number < COMMITS; number++) {
        assertThat(store.commit(pair(number))).isTrue();
      }
      Files.copy(folder.resolve("tintype.db"), copy.resolve("tintype.db"));
      byte[] log = Files.readAllBytes(folder.resolve("tintype.db-wal"));
      Files.write(copy.resolve("tintype.db-wal"), damaged(how, log));
    }
    try (SqliteDatabase database = SqliteDatabase.open(copy.resolve("tintype.db"))) {
      assertThat(
              database.<List<String>>read(
                  "a test",
                  c -> new Sql("PRAGMA integrity_check").rows(c, row -> row.getString(1))))
          .containsExactly("ok");
      SqlJobStore store = new SqlJobStore(database, new SqliteDialect());
      int kept = store.list(Optional.empty(), 10_000).size();
      assertThat(kept).isEven().isLessThanOrEqualTo(2 * COMMITS);
      assertThat(IntStream.range(0, kept).mapToObj(number -> store.image(Rows.id(number))))
          .allMatch(Optional::isPresent);
      if (how.equals("garbage behind")) {
        assertThat(kept).isEqualTo(2 * COMMITS);
      }
      assertThat(store.commit(pair(COMMITS))).isTrue();
      assertThat(store.image(Rows.id(2 * COMMITS))).isPresent();
    }
  }
}
