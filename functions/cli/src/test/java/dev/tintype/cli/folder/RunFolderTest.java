package dev.tintype.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir private Path results = Path.of("");

  @Test
  void nothingIsLeftAtTheEnd() throws IOException {
    try (RunFolder run = RunFolder.create(results)) {
      Files.createDirectories(run.path().resolve("job-0/variants"));
      Files.writeString(run.path().resolve("job-0/variants/160.jpg"), "half");
    }
    assertThat(results).isEmptyDirectory();
  }

  @Test
  void foldersOfDeadRunsAreRemovedAtTheNextStart() throws IOException {
    Path all = Files.createDirectories(results.resolve(RunFolder.NAME));
    Files.writeString(all.resolve("run-dead.lock"), "");
    Files.createDirectories(all.resolve("run-dead/job-0"));
    Files.createDirectories(all.resolve("run-without-lock/job-0"));
    Files.writeString(all.resolve("run-that-had-no-folder-yet.lock"), "");
    try (RunFolder run = RunFolder.create(results)) {
      assertThat(all)
          .isDirectoryNotContaining(file -> !file.toString().startsWith(run.path().toString()));
    }
    assertThat(results).isEmptyDirectory();
  }

  @Test
  void closingTwiceIsAllowed() throws IOException {
    RunFolder run = RunFolder.create(results);
    run.close();
    run.close();
    assertThat(results).isEmptyDirectory();
  }
}
