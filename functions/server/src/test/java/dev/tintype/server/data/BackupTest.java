package dev.tintype.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.files.FileStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The backup that the page on one machine describes: taken while the server writes it ends, and
/// what is restored from it is whole.
class BackupTest {

  private static final Path PAGE = Path.of("../../docs/one-machine.md");
  private static final Pattern COMMAND =
      Pattern.compile("sqlite3 \\S+/tintype\\.db \"(VACUUM INTO '[^']+')\"");

  @TempDir private Path folder;

  private final AtomicInteger stored = new AtomicInteger();
  private volatile boolean stopping;

  /// A server's data folder, in which an original is stored before its version says so.
  private final class Home implements AutoCloseable {
    private final Opening opening;
    private final JobStore jobs;
    private final FileStorage originals;

    Home(Path root) {
      opening = new Opening(root, InstantSource.system(), new SecureRandom());
      jobs = Providers.of(JobsProvider.class, "sqlite:").jobs("sqlite:", opening).jobs();
      originals = FileStorage.open(root.resolve("private"), InstantSource.system());
    }

    void store(int number) throws IOException {
      byte[] bytes = ("original " + number).getBytes(StandardCharsets.UTF_8);
      ImageId id = new ImageId("01JD2Z6K7M8N9PQRST%08d".formatted(number));
      Original original = new Original(Sha256.of(bytes), bytes.length, "image/jpeg");
      ImageJob job =
          ImageJob.of(id, original, Recipes.FAST, RenderRevision.parse("1-test"), Instant.EPOCH);
      Path file = Files.write(folder.resolve("upload"), bytes);
      originals.put(
          job.originalKey(),
          new StoredFile(file, bytes.length, original.sha256(), "image/jpeg", ""));
      VersionRecord version = Upload.stored(job, 1, Instant.EPOCH);
      ImageRecord image = ImageRecord.first(id, Optional.empty(), job.version(), Instant.EPOCH);
      assertThat(
              jobs.commit(
                  Change.of(
                      new PutImage(Optional.empty(), image),
                      new PutVersion(Optional.empty(), version))))
          .isTrue();
      stored.incrementAndGet();
    }

    @Override
    public void close() {
      originals.close();
      opening.close();
    }
  }

  private void keepStoring(Home home) {
    try {
      for (int number = 0; !stopping; number++) {
        home.store(number);
        Thread.sleep(20);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitStored(int more) throws InterruptedException {
    int until = stored.get() + more;
    while (stored.get() < until) {
      Thread.sleep(5);
    }
  }

  /// Runs the page's own statement, with another folder to write to.
  private static void backUp(Path database, Path copy) throws IOException, SQLException {
    Matcher command = COMMAND.matcher(Files.readString(PAGE));
    assertThat(command.find()).as("the page has its command").isTrue();
    String sql = command.group(1).replaceFirst("'[^']+'", "'" + copy + "'");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void copyFiles(Path from, Path to) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(from)) {
      paths = all.filter(path -> !path.toString().contains(".tmp")).toList();
    }
    for (Path path : paths) {
      Path target = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void aBackupOfABusyServerEndsAndIsWhole() throws Exception {
    Path live = Files.createDirectory(folder.resolve("live"));
    Path backup = Files.createDirectory(folder.resolve("backup"));
    Home home = new Home(live);
    Thread writer = Thread.ofPlatform().start(() -> keepStoring(home));
    int atTheStart;
    try {
      awaitStored(20);
      atTheStart = stored.get();
      backUp(live.resolve("tintype.db"), backup.resolve("tintype.db"));
      awaitStored(5);
      copyFiles(live.resolve("private"), backup.resolve("private"));
      awaitStored(5);
    } finally {
      stopping = true;
      writer.join();
      home.close();
    }
    try (Home restored = new Home(backup)) {
      List<ImageRecord> images = restored.jobs.list(Optional.empty(), 100_000);
      assertThat(images).hasSizeGreaterThanOrEqualTo(atTheStart).hasSizeLessThan(stored.get());
      for (ImageRecord image : images) {
        VersionRecord version = restored.jobs.versions(image.id()).getFirst();
        assertThat(restored.originals.head(version.job().originalKey()))
            .as("the original of a restored record")
            .isPresent();
      }
      restored.store(1_000_000);
    }
  }
}
