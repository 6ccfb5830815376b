package dev.tintype.files;

import static dev.tintype.files.FileStorageDiskTest.files;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Sha256;
import dev.tintype.core.disk.ChildJvm;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.Storage.StoredObject;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Storages whose process is ended by SIGKILL, or which several processes share.
class KilledPutTest {

  private static final String PREFIX = "originals/01JD2Z6K7M8N9PQRSTVWXYZ012/";

  @TempDir private Path folder;

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /// Puts one file, which may be a pipe that never ends.
  static final class PutOne {
    public static void main(String[] arguments) {
      FileStorage storage = FileStorage.open(Path.of(arguments[0]), InstantSource.system());
      ChildJvm.say("opened");
      PutResult result =
          storage.put(
              arguments[1],
              new StoredFile(
                  Path.of(arguments[2]),
                  Long.parseLong(arguments[3]),
                  new Sha256(arguments[4]),
                  "image/jpeg",
                  ""));
      ChildJvm.say(result.name());
      storage.close();
    }
  }

  /// Puts files for ever, each under its digest, telling each that was stored.
  static final class PutForEver {
    public static void main(String[] arguments) throws Exception {
      Path work = Path.of(arguments[1]);
      FileStorage storage = FileStorage.open(Path.of(arguments[0]), InstantSource.system());
      for (long seed = 0; ; seed++) {
        byte[] bytes = bytes(seed, 300_000);
        Files.write(work, bytes);
        String key = PREFIX + Sha256.of(bytes);
        StoredFile file = new StoredFile(work, bytes.length, Sha256.of(bytes), "image/jpeg", "");
        ChildJvm.say(storage.put(key, file) + " " + key);
      }
    }
  }

  @Test
  void aPutKilledInTheMiddleLeavesNoObject() throws Exception {
    Path root = folder.resolve("objects");
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    byte[] bytes = bytes(1, 400_000);
    String key = PREFIX + Sha256.of(bytes);
    try (ChildJvm child =
        ChildJvm.start(PutOne.class, root, key, pipe, bytes.length, Sha256.of(bytes))) {
      assertThat(child.line()).isEqualTo("opened");
      try (OutputStream out = Files.newOutputStream(pipe)) {
        out.write(bytes, 0, 200_000);
        while (files(root).stream().mapToLong(KilledPutTest::size).sum() == 0) {
          Thread.onSpinWait();
        }
        assertLivesAtALaterStart(root);
        child.kill();
      }
    }
    assertThat(files(root)).hasSize(1).allMatch(file -> file.toString().contains(".tmp"));
    try (FileStorage storage = FileStorage.open(root, inAnHour())) {
      assertThat(storage.head(key)).isEmpty();
      assertThat(files(root)).isEmpty();
      Path whole = Files.write(folder.resolve("whole"), bytes);
      assertThat(
              storage.put(
                  key, new StoredFile(whole, bytes.length, Sha256.of(bytes), "image/jpeg", "")))
          .isEqualTo(PutResult.STORED);
    }
  }

  /// A file being written by a living process is not taken for a leftover, however old.
  private static void assertLivesAtALaterStart(Path root) {
    List<Path> before = files(root);
    FileStorage.open(root, inAnHour()).close();
    assertThat(files(root)).isEqualTo(before).hasSize(1);
  }

  private static InstantSource inAnHour() {
    return InstantSource.fixed(Instant.now().plus(Duration.ofHours(1)));
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void killedAtAnyMomentEveryObjectIsWholeAndNoneThatWasToldIsLost(long seed) throws Exception {
    Random random = new Random(seed);
    Path root = folder.resolve("objects");
    Set<String> told = new HashSet<>();
    try (ChildJvm child = ChildJvm.start(PutForEver.class, root, folder.resolve("work"))) {
      int puts = 1 + random.nextInt(20);
      for (int i = 0; i < puts; i++) {
        told.add(child.line().split(" ", 2)[1]);
      }
      Thread.sleep(Duration.ofNanos(random.nextInt(8_000_000)));
      child.kill();
    }
    try (FileStorage storage = FileStorage.open(root, inAnHour())) {
      Set<String> there = new HashSet<>();
      for (StoredObject object : storage.list("", Optional.empty(), 1000)) {
        there.add(object.key());
        try (InputStream in = storage.open(object.key(), Optional.empty()).orElseThrow()) {
          assertThat(Sha256.of(in)).as("seed %d", seed).isEqualTo(object.sha256().orElseThrow());
        }
      }
      assertThat(there).as("seed %d", seed).containsAll(told);
      assertThat(files(root)).as("seed %d", seed).hasSize(there.size());
    }
  }

  @Test
  void ofTwoProcessesThatPutTheSameKeyOneStoresIt() throws Exception {
    Path root = folder.resolve("objects");
    try (ChildJvm one = ChildJvm.start(PutForEver.class, root, folder.resolve("work1"));
        ChildJvm two = ChildJvm.start(PutForEver.class, root, folder.resolve("work2"))) {
      Set<String> first = new HashSet<>();
      Set<String> second = new HashSet<>();
      for (int i = 0; i < 60; i++) {
        first.add(one.line());
        second.add(two.line());
      }
      Set<String> keys = new HashSet<>();
      for (long seed = 0; seed < 60; seed++) {
        keys.add(PREFIX + Sha256.of(bytes(seed, 300_000)));
      }
      for (String key : keys) {
        Set<String> results = new HashSet<>();
        List.of(first, second)
            .forEach(said ->
                said.stream()
                    .filter(line -> line.endsWith(" " + key))
                    .forEach(line -> results.add(line.split(" ", 2)[0])));
        assertThat(results).as(key).containsExactlyInAnyOrder("STORED", "ALREADY_THERE");
      }
    }
  }
}
