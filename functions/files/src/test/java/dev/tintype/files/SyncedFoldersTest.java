package dev.tintype.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.Storage.PutResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which folders are brought to disk before anybody is told that an object is stored.
final class SyncedFoldersTest {

  private static final byte[] BYTES = {1, 2, 3};

  @TempDir private Path root;

  private final List<Path> synced = new ArrayList<>();
  private final SyncedFolders folders =
      new SyncedFolders(
          folder -> {
            DurableFolders.sync(folder);
            synced.add(folder);
          },
          Access.UMASK);

  private Path image;
  private ObjectFolder objects;

  @BeforeEach
  void open() throws IOException {
    root = root.toRealPath();
    image = root.resolve("v").resolve("image");
    objects = new ObjectFolder(new ObjectPaths(root), folders);
  }

  @Test
  void aFolderMadeHereIsSyncedOnce() throws IOException {
    folders.create(root.resolve("v"));
    folders.create(root.resolve("v"));
    folders.confirm(root.resolve("v"));
    assertThat(synced).containsExactly(root);
  }

  @Test
  void aFolderThatSomebodyElseMadeIsSyncedOnceMore() throws IOException {
    Files.createDirectory(root.resolve("v"));
    folders.create(root.resolve("v"));
    folders.create(root.resolve("v"));
    assertThat(synced).containsExactly(root);
  }

  @Test
  void aFolderThatWasRemovedAndMadeAgainIsSyncedAgain() throws Exception {
    folders.create(root.resolve("v"));
    Files.delete(root.resolve("v"));
    // File systems tell times of birth apart by their clock's tick.
    Thread.sleep(50);
    Files.createDirectory(root.resolve("v"));
    folders.create(root.resolve("v"));
    assertThat(synced).containsExactly(root, root);
  }

  @Test
  void aFolderWhoseSyncFailedIsNotTakenForSynced() throws IOException {
    List<Path> asked = new ArrayList<>();
    SyncedFolders failing =
        new SyncedFolders(
            folder -> {
              asked.add(folder);
              throw new IOException("Input/output error");
            },
            Access.UMASK);
    Path made = root.resolve("v");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> failing.create(made));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> failing.create(made));
    assertThat(asked).containsExactly(root, root);
  }

  @Test
  void whatIsNotThereIsNotConfirmed() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> folders.confirm(root.resolve("v")));
    assertThat(synced).isEmpty();
  }

  @Test
  void anObjectIsStoredWhenAllFoldersAboveItAreOnDiskWhoeverMadeThem() throws IOException {
    Files.createDirectories(image);
    assertThat(publish()).isEqualTo(PutResult.STORED);
    assertThat(synced).containsExactly(root, root.resolve("v"), image);
  }

  @Test
  void anObjectThatSomebodyElseStoredIsFoundWhenAllFoldersAboveItAreOnDisk() throws IOException {
    Files.createDirectories(image);
    Files.write(image.resolve("320.webp"), BYTES);
    assertThat(objects.find(image.resolve("320.webp"), BYTES.length, Sha256.of(BYTES)))
        .contains(PutResult.ALREADY_THERE);
    assertThat(synced).containsExactly(root, root.resolve("v"), image);
  }

  @Test
  void whatNobodyStoredIsNotFoundAndSyncsNothing() throws IOException {
    Optional<PutResult> found =
        objects.find(image.resolve("320.webp"), BYTES.length, Sha256.of(BYTES));
    assertThat(found).isEmpty();
    assertThat(synced).isEmpty();
  }

  private PutResult publish() throws IOException {
    try (TempFolder temps = TempFolder.open(root, Instant.now(), Access.UMASK);
        TempFile file = TempFile.create(temps)) {
      file.append(ByteBuffer.wrap(BYTES));
      return objects.publish(file, image.resolve("320.webp"), file.digest());
    }
  }
}
