package dev.tintype.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Sha256;
import dev.tintype.core.disk.ChildJvm;
import dev.tintype.core.disk.SmallDisk;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.UploadSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk without room: a limit on the length of files, and a small file system in memory, mounted
/// in a namespace of its own, where the machine lets us. Where it does not, the limit stands in.
class DiskFullTest {

  private static final String PREFIX = "originals/01JD2Z6K7M8N9PQRSTVWXYZ012/";
  private static final String LIMITED = "ulimit -f 2048; exec \"$@\"";

  @TempDir private Path folder;

  /// Stores files `0`, `1`, … until there is no room and tells what is there then.
  static final class FillUp {

    public static void main(String[] arguments) throws Exception {
      Path root = Path.of(arguments[0], "objects");
      Path work = Path.of(arguments[1]);
      FileStorage storage = FileStorage.open(root, InstantSource.system());
      int stored = fill(storage, work);
      ChildJvm.say("full after " + stored);
      ChildJvm.say(whole(storage) + " whole");
      ChildJvm.say(leftovers(root) + " left over");
      ChildJvm.say("upload full " + isUploadFull(storage, work.resolve(Integer.toString(stored))));
      ChildJvm.say(leftovers(root) + " left over");
      for (StoredObject object : storage.list("", Optional.empty(), 1000)) {
        storage.delete(object.key());
      }
      put(storage, work.resolve("0"));
      ChildJvm.say(whole(storage) + " whole");
    }

    private static int fill(FileStorage storage, Path work) throws IOException {
      for (int stored = 0; ; stored++) {
        try {
          put(storage, work.resolve(Integer.toString(stored)));
        } catch (StorageFull e) {
          return stored;
        }
      }
    }

    private static void put(FileStorage storage, Path file) throws IOException {
      Sha256 sha256 = digest(file);
      storage.put(
          PREFIX + sha256, new StoredFile(file, Files.size(file), sha256, "image/jpeg", ""));
    }

    private static Sha256 digest(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        return Sha256.of(in);
      }
    }

    private static boolean isUploadFull(FileStorage storage, Path file) throws IOException {
      Original declared = new Original(digest(file), Files.size(file), "image/jpeg");
      try (UploadSink sink = storage.receive(PREFIX + declared.sha256(), declared)) {
        return !sink.append(ByteBuffer.wrap(Files.readAllBytes(file)));
      } catch (StorageFull e) {
        return true;
      }
    }

    private static int whole(FileStorage storage) throws IOException {
      int whole = 0;
      for (StoredObject object : storage.list("", Optional.empty(), 1000)) {
        try (InputStream in = storage.open(object.key(), Optional.empty()).orElseThrow()) {
          whole += Sha256.of(in).equals(object.sha256().orElseThrow()) ? 1 : 0;
        }
      }
      return whole;
    }

    private static long leftovers(Path root) {
      return FileStorageDiskTest.files(root.resolve(".tmp")).size();
    }
  }

  private void files(int... lengths) throws IOException {
    Files.createDirectory(folder.resolve("work"));
    for (int i = 0; i < lengths.length; i++) {
      byte[] bytes = new byte[lengths[i]];
      new Random(i).nextBytes(bytes);
      Files.write(folder.resolve("work").resolve(Integer.toString(i)), bytes);
    }
  }

  private List<String> fillUp(List<String> command, Path disk) throws Exception {
    try (ChildJvm child =
        ChildJvm.startUnder(command, FillUp.class, disk, folder.resolve("work"))) {
      return child.toEnd();
    }
  }

  private List<String> fillLimited(Path disk) throws Exception {
    return fillUp(List.of("sh", "-c", LIMITED, disk.toString()), disk);
  }

  private static List<String> full(int stored) {
    return List.of(
        "full after " + stored,
        stored + " whole",
        "0 left over",
        "upload full true",
        "0 left over",
        "1 whole");
  }

  @Test
  void aFileThatMayNotGrowFurtherIsRefusedAndLeavesNothing() throws Exception {
    files(500_000, 500_000, 3_000_000);
    assertThat(fillLimited(Files.createDirectory(folder.resolve("disk")))).isEqualTo(full(2));
  }

  @Test
  void aFullDiskRefusesAndLeavesNothingAndWorksAgainOnceThereIsRoom() throws Exception {
    files(IntStream.generate(() -> 1_000_000).limit(8).toArray());
    Path disk = Files.createDirectory(folder.resolve("disk"));
    if (SmallDisk.canMount(disk)) {
      try (SmallDisk small = SmallDisk.mount(disk, 4)) {
        assertThat(fillUp(small.inside(), disk)).isEqualTo(full(4));
      }
    } else {
      Files.write(folder.resolve("work/4"), new byte[3_000_000]);
      assertThat(fillLimited(disk)).isEqualTo(full(4));
    }
  }
}
