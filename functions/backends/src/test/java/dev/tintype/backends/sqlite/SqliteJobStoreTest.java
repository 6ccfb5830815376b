package dev.tintype.backends.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Recipes;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStoreContract;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJobStoreTest extends JobStoreContract {

  private SqliteDatabase database;

  @BeforeEach
  void open(@TempDir Path folder) {
    database = SqliteDatabase.open(folder.resolve("tintype.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected JobStore store() {
    return new SqliteJobStore(database);
  }

  private static VersionRecord awaited(int number, Instant due) {
    ImageId id = new ImageId("01JD2Z6K7M8N9PQRSTVW%06d".formatted(number));
    Original original = new Original(Sha256.of("bytes"), 5, "image/jpeg");
    ImageJob job = ImageJob.of(id, original, Recipes.builtIn().getFirst(), "1", Instant.EPOCH);
    return Upload.awaited(job, 1, due, Instant.EPOCH);
  }

  @Test
  void whatFallsDueIsShownOnceEachHoweverMuchItIs() {
    SqliteJobStore store = new SqliteJobStore(database);
    Set<VersionRecord> expected = new HashSet<>();
    for (int number = 0; number < 450; number++) {
      VersionRecord record = awaited(number, Instant.EPOCH.plusSeconds(number / 300));
      expected.add(record);
      store.commit(Change.of(new PutVersion(Optional.empty(), record)));
    }
    store.commit(
        Change.of(new PutVersion(Optional.empty(), awaited(450, Instant.EPOCH.plusSeconds(2)))));
    List<VersionRecord> seen = new ArrayList<>();
    store.eachDueBy(Instant.EPOCH.plusSeconds(1), seen::add);
    assertThat(seen).hasSize(450).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(seen.getLast().dueAt()).contains(Instant.EPOCH.plusSeconds(1));
  }
}
