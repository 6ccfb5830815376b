package dev.tintype.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.backup.PlaceAddress;
import dev.tintype.cli.client.FileUpload;
import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.Limits;
import dev.tintype.core.Metadata;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Imports into a running server.
class ImportRunTest {

  @TempDir private static Path data;

  private static TestServer server;

  @TempDir private Path folder;

  private Path photos = Path.of("");

  private MetadataMapping mapping = MetadataMapping.of(Metadata.NONE, Optional.empty());

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.in(data).start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void fill() throws Exception {
    photos = Files.createDirectories(folder.resolve("photos"));
    Path trip = Files.createDirectories(photos.resolve("trip to Ålesund"));
    Files.write(trip.resolve("sea.jpg"), Photos.jpeg(80, 60, 1));
    Files.write(trip.resolve("boat.png"), Photos.png(40, 30, 2));
    Files.writeString(trip.resolve("notes.jpg"), "this is a text");
    Files.writeString(photos.resolve(".hidden"), "hidden");
    Files.createSymbolicLink(photos.resolve("broken.jpg"), Path.of("nowhere"));
  }

  private JsonNode run(ImportSource source, boolean dry, BooleanSupplier stopping)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
    Server known = new Server(server.machine().url(), server.machine().token());
    try (ImagesClient client = new ImagesClient(known);
        ImportState state = ImportState.open(folder.resolve("state.jsonl"));
        ImportReport report = new ImportReport(new Screen(to, to, 0), /* json= */ true, dry)) {
      Optional<FileUpload> upload =
          dry ? Optional.empty() : Optional.of(new FileUpload(client, Optional.empty()));
      new ImportRun(source, upload, mapping, state, report, stopping).run(2);
      report.finished();
    }
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    return Json.parse(lines.getLast()).node();
  }

  private JsonNode folder(boolean dry) throws IOException {
    try (OpenSource open = OpenSource.of(PlaceAddress.of(photos.toString()))) {
      return run(open.source(), dry, () -> false);
    }
  }

  private static List<String> names() throws Exception {
    List<String> names = new ArrayList<>();
    server
        .client()
        .get("/images?limit=200")
        .json()
        .path("images")
        .forEach(image -> names.add(image.path("name").asText()));
    return names;
  }

  @Test
  void imagesKeepTheirPathsAndOnlyWhatChangedIsImportedAgain() throws Exception {
    JsonNode plan = folder(/* dry= */ true);
    assertThat(plan.path("toImport").asInt()).isEqualTo(2);
    assertThat(plan.path("types").path("image/jpeg").path("files").asInt()).isEqualTo(1);
    assertThat(plan.path("types").path("image/png").path("bytes").asLong())
        .isEqualTo(Photos.png(40, 30, 2).length);
    assertThat(names()).doesNotContain("trip to Ålesund/sea.jpg");

    JsonNode first = folder(false);
    assertThat(first.path("imported").asInt()).isEqualTo(2);
    assertThat(first.path("unknown").asInt()).isEqualTo(1);
    assertThat(first.path("unreadable").asInt()).isEqualTo(1);
    assertThat(first.path("left").asInt()).isEqualTo(1);
    assertThat(names()).contains("trip to Ålesund/sea.jpg", "trip to Ålesund/boat.png");

    assertThat(folder(false).path("before").asInt()).isEqualTo(2);
    Path sea = photos.resolve("trip to Ålesund/sea.jpg");
    Files.write(sea, Photos.jpeg(80, 60, 3));
    Files.setLastModifiedTime(sea, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    JsonNode last = folder(false);
    assertThat(last.path("imported").asInt()).isEqualTo(1);
    assertThat(last.path("before").asInt()).isEqualTo(1);
  }

  @Test
  void imagesGetTheMetadataOfTheMapping() throws Exception {
    Path file = folder.resolve("mapping.json");
    Files.writeString(
        file, "{\"trip to Ålesund/sea.jpg\": {\"album\": \"42\", \"from\": \"sea\"}}");
    Metadata all = Metadata.NONE.with(Map.of("from", Optional.of("attic")));
    mapping = MetadataMapping.of(all, Optional.of(file));
    folder(false);
    assertThat(metadata("trip to Ålesund/sea.jpg"))
        .isEqualTo("{\"album\":\"42\",\"from\":\"sea\"}");
    assertThat(metadata("trip to Ålesund/boat.png")).isEqualTo("{\"from\":\"attic\"}");
  }

  private static String metadata(String name) throws Exception {
    for (JsonNode image : server.client().get("/images").json().path("images")) {
      if (image.path("name").asText().equals(name)) {
        return image.path("metadata").toString();
      }
    }
    return "";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"a.jpg\": 1}",
        "{\"a.jpg\": {\"album\": 42}}",
        "{\"a.jpg\": {\"Album\": \"42\"}}"
      })
  void aMappingThatIsNotRightIsRefused(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("mapping.json"), text);
    assertThatExceptionOfType(InvalidSetting.class)
        .isThrownBy(() -> MetadataMapping.of(Metadata.NONE, Optional.of(file)));
  }

  @Test
  void anImportEndsWhenItsStateCannotBeWritten() throws Exception {
    ImportState closed = ImportState.open(folder.resolve("state.jsonl"));
    closed.close();
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true);
    Server known = new Server(server.machine().url(), server.machine().token());
    try (ImagesClient client = new ImagesClient(known);
        OpenSource open = OpenSource.of(PlaceAddress.of(photos.toString()));
        ImportReport report =
            new ImportReport(new Screen(nowhere, nowhere, 0), /* json= */ true, /* dry= */ false)) {
      FileUpload upload = new FileUpload(client, Optional.empty());
      ImportRun run =
          new ImportRun(open.source(), Optional.of(upload), mapping, closed, report, () -> false);
      assertThatExceptionOfType(StoreUnavailable.class)
          .isThrownBy(() -> run.run(1))
          .withMessageStartingWith("The state file cannot be written");
    }
  }

  @Test
  void aNameThatIsNotUtf8IsCalledSo() throws Exception {
    Process made =
        new ProcessBuilder("bash", "-c", "printf x > $'caf\\xe9.jpg'")
            .directory(photos.toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    Map<String, String> unreadable = new HashMap<>();
    try (OpenSource open = OpenSource.of(PlaceAddress.of(photos.toString()))) {
      open.source().each(new Unreadable(unreadable));
    }
    assertThat(unreadable).containsEntry("caf\ufffd.jpg", "Its name is not UTF-8: rename it.");
  }

  private record Unreadable(Map<String, String> seen) implements ImportSource.Visitor {
    @Override
    public boolean item(ImportItem item) {
      return true;
    }

    @Override
    public void unreadable(String name, String why) {
      seen.put(name, why);
    }

    @Override
    public void left(String name, String why) {}
  }

  @Test
  void aLineOfTheStateThatWasCutOffIsNoHindrance() throws Exception {
    Files.writeString(folder.resolve("state.jsonl"), "{\"name\":\"trip to Ål");
    assertThat(folder(false).path("imported").asInt()).isEqualTo(2);
    assertThat(folder(false).path("before").asInt()).isEqualTo(2);
  }

  /// A file that is too large, so that nobody may fetch it.
  private static final class TooLarge implements ImportSource {
    @Override
    public String name() {
      return "large";
    }

    @Override
    public void each(Visitor visitor) {
      visitor.item(new ImportItem("large.jpg", Limits.MAX_ORIGINAL_BYTES + 1, "then"));
    }

    @Override
    public Optional<InputStream> beginning(ImportItem item, int most) {
      return Optional.of(new ByteArrayInputStream(Photos.jpeg(8, 8, 1)));
    }

    @Override
    public Optional<Local> local(ImportItem item) throws IOException {
      throw new IOException("it was fetched");
    }
  }

  @Test
  void aFileThatIsTooLargeIsRefusedBeforeItIsFetched() throws Exception {
    JsonNode end = run(new TooLarge(), false, () -> false);
    assertThat(end.path("refused").asInt()).isEqualTo(1);
    assertThat(end.path("unreadable").asInt()).isZero();
  }

  private boolean isSomethingNoted() {
    return folder.resolve("state.jsonl").toFile().length() > 0;
  }

  @Test
  void aBucketIsImportedAndAStopEndsIt() throws Exception {
    MemoryStorage bucket = new MemoryStorage(InstantSource.system());
    for (int i = 0; i < 200; i++) {
      bucket.put("old/%03d.jpg".formatted(i), Photos.jpeg(16, 16, 1_000 + i));
    }
    bucket.put("old/empty.jpg", new byte[0]);
    bucket.put("old/folder/", new byte[0]);
    Path work = Files.createDirectory(folder.resolve("work"));
    BucketSource source = new BucketSource(bucket, "s3://old", work);
    JsonNode stopped = run(source, false, this::isSomethingNoted);
    int part = stopped.path("imported").asInt();
    assertThat(part).isBetween(1, 199);
    JsonNode rest = run(source, false, () -> false);
    assertThat(rest.path("imported").asInt()).isEqualTo(200 - part);
    assertThat(rest.path("before").asInt()).isEqualTo(part);
    assertThat(rest.path("unknown").asInt()).isEqualTo(1);
    assertThat(rest.path("left").asInt()).isEqualTo(1);
    assertThat(names()).contains("old/199.jpg");
    assertThat(Files.list(work)).isEmpty();
  }
}
