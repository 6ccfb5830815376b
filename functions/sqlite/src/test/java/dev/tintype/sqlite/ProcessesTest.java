package dev.tintype.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.disk.ChildJvm;
import dev.tintype.core.disk.SmallDisk;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlJobStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several processes that share one file, are killed, or find the disk full.
class ProcessesTest {

  private static final ImageId IMAGE = new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012");
  private static final Version VERSION = new Version("0123456789abcdef");

  @TempDir private Path folder;

  private static ImageRecord image(ImageId id) {
    return new ImageRecord(
        id,
        Instant.EPOCH,
        Optional.of("x".repeat(2000)),
        1,
        0,
        Optional.empty(),
        Optional.empty(),
        new Life.Live(),
        Optional.empty());
  }

  /// @return the image after one more decision
  private static ImageRecord counted(ImageRecord image) {
    return new ImageRecord(
        image.id(),
        image.createdAt(),
        image.name(),
        image.epoch() + 1,
        image.versions() + 1,
        Optional.of(VERSION),
        image.current(),
        image.life(),
        image.dueAt());
  }

  private static ImageId id(int number) {
    return new ImageId("01JD2Z6K7M8N9PQRSTVW%06d".formatted(number));
  }

  private static SqliteQueue queue(SqliteDatabase database) {
    return new SqliteQueue(database, InstantSource.system(), 1000);
  }

  /// Raises an image's number of versions a hundred times, against whoever else does.
  static final class CountUp {
    public static void main(String[] arguments) {
      try (SqliteDatabase database = SqliteDatabase.open(Path.of(arguments[0]))) {
        JobStore store = new SqlJobStore(database, new SqliteDialect());
        store.commit(Change.of(new PutImage(Optional.empty(), image(IMAGE))));
        for (int done = 0; done < 100; ) {
          ImageRecord before = store.image(IMAGE).orElseThrow();
          PutImage put = new PutImage(Optional.of(before), counted(before));
          done += store.commit(Change.of(put)) ? 1 : 0;
        }
        ChildJvm.say("done");
      }
    }
  }

  @Test
  void processesThatOpenANewFileTogetherLoseNoCommit() throws Exception {
    Path file = folder.resolve("tintype.db");
    try (ChildJvm one = ChildJvm.start(CountUp.class, file);
        ChildJvm two = ChildJvm.start(CountUp.class, file);
        ChildJvm three = ChildJvm.start(CountUp.class, file)) {
      for (ChildJvm child : List.of(one, two, three)) {
        assertThat(child.toEnd()).containsExactly("done");
      }
    }
    try (SqliteDatabase database = SqliteDatabase.open(file)) {
      assertThat(
              new SqlJobStore(database, new SqliteDialect()).image(IMAGE).orElseThrow().versions())
          .isEqualTo(300);
    }
  }

  /// Receives messages until one says that it is the last for a receiver.
  static final class ReceiveAll {
    public static void main(String[] arguments) throws Exception {
      try (SqliteDatabase database = SqliteDatabase.open(Path.of(arguments[0]))) {
        SqliteQueue queue = queue(database);
        ChildJvm.say("open");
        for (boolean last = false; !last; ) {
          Delivery next = queue.receive(Duration.ofMinutes(2), Duration.ofMinutes(9)).orElseThrow();
          queue.acknowledge(next);
          last = Message.parse(next.body()).cause().equals("last");
          if (!last) {
            ChildJvm.say(next.body());
          }
        }
      }
    }
  }

  @Test
  void waitingProcessesShareWhatAnotherOneSends() throws Exception {
    Path file = folder.resolve("tintype.db");
    List<String> sent = new ArrayList<>();
    List<String> received = new ArrayList<>();
    try (SqliteDatabase database = SqliteDatabase.open(file);
        ChildJvm one = ChildJvm.start(ReceiveAll.class, file);
        ChildJvm two = ChildJvm.start(ReceiveAll.class, file)) {
      assertThat(one.line() + two.line()).isEqualTo("openopen");
      for (int number = 0; number < 100; number++) {
        Message message = new Message(IMAGE, new Version("%016x".formatted(number)), "upload");
        sent.add(message.json());
        queue(database).send(message, Duration.ZERO);
      }
      queue(database).send(new Message(IMAGE, VERSION, "last"), Duration.ZERO);
      queue(database).send(new Message(id(1), VERSION, "last"), Duration.ZERO);
      received.addAll(one.toEnd());
      received.addAll(two.toEnd());
    }
    assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
  }

  /// Creates two images at a time for ever, telling each pair that was committed.
  static final class CreateForEver {
    public static void main(String[] arguments) {
      SqliteDatabase database = SqliteDatabase.open(Path.of(arguments[0]));
      JobStore store = new SqlJobStore(database, new SqliteDialect());
      for (int pair = 0; ; pair++) {
        store.commit(
            Change.of(
                new PutImage(Optional.empty(), image(id(2 * pair))),
                new PutImage(Optional.empty(), image(id(2 * pair + 1)))));
        ChildJvm.say("" + pair);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void killedAtAnyMomentEveryChangeIsWholeAndNoneThatWasToldIsLost(long seed) throws Exception {
    Random random = new Random(seed);
    Path file = folder.resolve("tintype.db");
    int told = 0;
    try (ChildJvm child = ChildJvm.start(CreateForEver.class, file)) {
      int pairs = 1 + random.nextInt(100);
      while (told < pairs) {
        assertThat(child.line()).isEqualTo("" + told++);
      }
      Thread.sleep(Duration.ofNanos(random.nextInt(3_000_000)));
      child.kill();
    }
    try (SqliteDatabase database = SqliteDatabase.open(file)) {
      JobStore store = new SqlJobStore(database, new SqliteDialect());
      for (int pair = 0; pair < told + 1000; pair++) {
        boolean first = store.image(id(2 * pair)).isPresent();
        assertThat(store.image(id(2 * pair + 1)).isPresent()).as("seed %d", seed).isEqualTo(first);
        assertThat(first || pair >= told).as("seed %d, pair %d", seed, pair).isTrue();
      }
    }
  }

  @Test
  void aKilledProcessLeavesNothingInTheTemporaryFolder() throws Exception {
    Path temp = Files.createDirectory(folder.resolve("temp"));
    List<String> command = List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temp);
    Path data = Files.createDirectory(folder.resolve("data"));
    for (int round = 0; round < 2; round++) {
      try (ChildJvm child =
          ChildJvm.startUnder(command, CreateForEver.class, data.resolve("tintype.db"))) {
        assertThat(child.line()).isEqualTo("0");
        child.kill();
      }
    }
    assertThat(temp).isEmptyDirectory();
    assertThat(data.resolve(SqliteLibrary.name())).isNotEmptyFile();
  }

  @Test
  void aDatabaseOpensOnADiskThatExecutesNothing() throws Exception {
    Path temp = Files.createDirectory(folder.resolve("temp"));
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    try (SmallDisk disk = SmallDisk.mount(mounted, 16, "noexec")) {
      List<String> command = new ArrayList<>(disk.inside());
      command.addAll(List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temp));
      try (ChildJvm child =
          ChildJvm.startUnder(command, CreateForEver.class, mounted.resolve("tintype.db"))) {
        assertThat(child.line()).isEqualTo("0");
      }
    }
    assertThat(temp).isEmptyDirectory();
  }

  /// Fills the job store, then makes room and goes on.
  static final class FillUp {
    public static void main(String[] arguments) throws Exception {
      Path disk = Path.of(arguments[0]);
      Path ballast = disk.resolve("ballast");
      SqliteDatabase database = SqliteDatabase.open(disk.resolve("tintype.db"));
      JobStore store = new SqlJobStore(database, new SqliteDialect());
      Files.write(ballast, new byte[2_000_000]);
      int committed = fill(store);
      ChildJvm.say("full");
      ChildJvm.say("all there " + (store.list(Optional.empty(), 100_000).size() == committed));
      Files.delete(ballast);
      ChildJvm.say("again " + create(store, committed));
      database.close();
    }

    private static int fill(JobStore store) {
      for (int number = 0; ; number++) {
        try {
          create(store, number);
        } catch (StorageFull e) {
          return number;
        }
      }
    }

    private static boolean create(JobStore store, int number) {
      return store.commit(Change.of(new PutImage(Optional.empty(), image(id(number)))));
    }
  }

  @Test
  void aFullDiskIsToldAndCuredByRoom() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    List<String> seen;
    if (SmallDisk.canMount(disk)) {
      try (SmallDisk small = SmallDisk.mount(disk, 4);
          ChildJvm child = ChildJvm.startUnder(small.inside(), FillUp.class, disk)) {
        seen = child.toEnd();
      }
    } else {
      seen = fillBounded(disk.resolve("tintype.db"));
    }
    assertThat(seen).containsExactly("full", "all there true", "again true");
  }

  @Test
  void aFullFileIsToldAndCuredByRoom() {
    assertThat(fillBounded(folder.resolve("tintype.db")))
        .containsExactly("full", "all there true", "again true");
  }

  /// As [FillUp], with a bound on the file that ends with the connection that met it.
  private static List<String> fillBounded(Path file) {
    try (SqliteDatabase database = SqliteDatabase.open(file)) {
      JobStore store = new SqlJobStore(database, new SqliteDialect());
      database.write(
          "a test", c -> new Sql("PRAGMA max_page_count = 200").rows(c, row -> row.getLong(1)));
      int committed = FillUp.fill(store);
      return List.of(
          "full",
          "all there " + (store.list(Optional.empty(), 100_000).size() == committed),
          "again " + FillUp.create(store, committed));
    }
  }
}
