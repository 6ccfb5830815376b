package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.backup.BackupReport;
import dev.tintype.cli.backup.KeptPlace;
import dev.tintype.cli.backup.PlaceAddress;
import dev.tintype.cli.backup.RestoreRun;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.backup.RestoreBackup;
import dev.tintype.core.provider.Addresses;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `tintype backup` beside a running server, and `tintype restore`, in this process.
class BackupCommandTest {

  @TempDir private Path folder;

  private record Said(int status, String out, String err) {}

  private static Said run(String... words) {
    StringWriter err = new StringWriter();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int status = Tintype.commandLine().setErr(new PrintWriter(err)).execute(words);
      return new Said(status, out.toString(StandardCharsets.UTF_8), err.toString());
    } finally {
      System.setOut(before);
    }
  }

  private Said at(String data, String... words) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--data";
    all[words.length + 1] = folder.resolve(data).toString();
    return run(all);
  }

  private String kept() {
    return folder.resolve("kept").toString();
  }

  private static void filesAreThere(Client client, String id) throws Exception {
    JsonNode image = client.get("/images/" + id).json();
    assertThat(image.path("state").asText()).isEqualTo("ready");
    for (JsonNode variant : image.path("variants")) {
      String path = URI.create(variant.path("url").asText()).getPath();
      assertThat(Sha256.of(client.get(path).body()).hex())
          .isEqualTo(variant.path("sha256").asText());
    }
  }

  @Test
  void whatWasBackedUpBesideAServerIsServedFromAnotherFolder() throws Exception {
    String kept;
    String erased;
    try (TestServer server = TestServer.in(folder.resolve("data")).workers(1).start()) {
      kept = server.client().upload(Photos.jpeg(80, 60, 1), "image/jpeg");
      erased = server.client().upload(Photos.jpeg(80, 60, 2), "image/jpeg");
      server.client().ended(kept);
      server.client().ended(erased);
      Said first = at("data", "backup", kept());
      assertThat(first.status()).as(first.err()).isZero();
      assertThat(server.client().call("DELETE", "/images/" + erased, "").status()).isEqualTo(202);
      Said second = at("data", "backup", kept(), "--keep", "1");
      assertThat(second.status()).as(second.err()).isZero();
      assertThat(second.out()).contains("0 files copied", "1 old backup dropped");
    }
    assertThat(run("backup", "verify", kept()).status()).isZero();
    assertThat(run("backup", "list", kept()).out().lines()).hasSize(1);
    Said restored = at("elsewhere", "restore", kept());
    assertThat(restored.status()).as(restored.err()).isZero();
    assertThat(at("elsewhere", "verify").status()).isZero();
    try (TestServer server = TestServer.in(folder.resolve("elsewhere")).start()) {
      Client client = server.client();
      filesAreThere(client, kept);
      assertThat(client.get("/images/" + erased).status()).isEqualTo(410);
    }
    Said again = at("elsewhere", "restore", kept());
    assertThat(again.status()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("holds records of its own");
  }

  @Test
  void aSecondCommandOnTheSameBackupsIsRefused() throws Exception {
    try (TestServer _ = TestServer.in(folder.resolve("data")).start();
        KeptPlace _ = KeptPlace.forBackup(PlaceAddress.of(kept()), folder.resolve("work"))) {
      Said refused = at("data", "backup", kept());
      assertThat(refused.status()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err()).contains("Another command works on the backups");
    }
    Said none = run("backup", "verify", kept());
    assertThat(none.status()).isEqualTo(ExitCode.USAGE);
    assertThat(none.err()).contains("holds no whole backup");
  }

  @Test
  void aDamagedIndexIsListedBesideTheOthers() throws Exception {
    try (TestServer _ = TestServer.in(folder.resolve("data")).start()) {
      assertThat(at("data", "backup", kept()).status()).isZero();
      assertThat(at("data", "backup", kept()).status()).isZero();
    }
    List<Path> indexes;
    try (Stream<Path> all = Files.list(folder.resolve("kept").resolve("indexes"))) {
      indexes = all.sorted().toList();
    }
    Files.writeString(indexes.getFirst(), "{}");
    Said listed = run("backup", "list", kept());
    assertThat(listed.status()).isEqualTo(ExitCode.DAMAGED);
    assertThat(listed.out().lines()).hasSize(2);
    assertThat(listed.out().lines().findFirst().orElseThrow()).contains("is damaged", "delete it");
  }

  @Test
  void aRestoreIsWholeThoughTheQueueDoesNotAnswer() throws Exception {
    try (TestServer _ = TestServer.in(folder.resolve("data")).start()) {
      assertThat(at("data", "backup", kept()).status()).isZero();
    }
    Addresses addresses = new Addresses("file:", "sqlite:", "redis://127.0.0.1:1");
    DataFolder into = new DataFolder(folder.resolve("elsewhere"), addresses);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
    try (BackupReport report = new BackupReport(new Screen(to, to, 0), /* json= */ false);
        RestoreRun restore = RestoreRun.open(into, PlaceAddress.of(kept()));
        KeptPlace place = KeptPlace.existing(PlaceAddress.of(kept()), into.work())) {
      assertThat(
              restore.restore(
                  place.place(),
                  place.place().entry(Optional.empty()),
                  1,
                  new Wiring(Settings.read()).context(),
                  report,
                  () -> false))
          .isInstanceOf(RestoreBackup.Ended.Whole.class);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("is restored", "cannot be used");
  }

  @Test
  void aFolderWithSomethingElseIsNotWrittenTo() throws Exception {
    Path photo = Files.createDirectories(folder.resolve("kept")).resolve("photo.jpg");
    Files.write(photo, Photos.jpeg(8, 8, 1));
    try (TestServer _ = TestServer.in(folder.resolve("data")).start()) {
      Said refused = at("data", "backup", kept());
      assertThat(refused.status()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err()).contains("photo.jpg");
    }
    assertThat(Files.list(folder.resolve("kept"))).containsExactly(photo);
  }

  @Test
  void aPlaceInTheStorageItselfIsRefused() throws Exception {
    Path inside = folder.resolve("data").resolve("public").resolve("kept");
    try (TestServer _ = TestServer.in(folder.resolve("data")).start()) {
      Said refused = at("data", "backup", inside.toString());
      assertThat(refused.status()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err()).contains("the storage of the installation itself");
    }
    assertThat(inside).doesNotExist();
  }

  @Test
  void aRestoreIntoThePlaceOfTheBackupsIsRefused() throws Exception {
    try (TestServer _ = TestServer.in(folder.resolve("data")).start()) {
      assertThat(at("data", "backup", kept()).status()).isZero();
    }
    Said refused = at("kept", "restore", kept());
    assertThat(refused.status()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("the storage of the installation itself");
    assertThat(folder.resolve("kept").resolve("tintype.db")).doesNotExist();
    assertThat(run("backup", "verify", kept()).status()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "backup | backup needs a place",
        "backup verify nowhere | There is no folder",
        "restore nowhere | There is no folder",
        "backup there --keep -1 | --keep must be 1 or more",
        "backup there --parallel 0 | --parallel must be 1 to 256, not 0",
        "restore ftp://there | 'ftp://there'",
        "import nowhere --dry-run | There is no folder",
      })
  void wrongUseIsSaidInASentence(String words, String sentence) {
    Said said = run(words.split(" ", -1));
    assertThat(said.status()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(sentence);
    assertThat(said.err().lines().toList()).hasSizeLessThanOrEqualTo(2);
    assertThat(List.of("nowhere", "there")).noneMatch(name -> Files.exists(Path.of(name)));
  }
}
