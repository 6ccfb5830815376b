package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tintype reprocess` as a process, on a data folder of an older release.
class ReprocessCommandTest {

  private static final byte[] BYTES = "an original".getBytes(StandardCharsets.UTF_8);
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir private Path folder;

  private Backends backends() {
    return Backends.open(
        new DataFolder(folder.resolve("data")), InstantSource.system(), new SecureRandom());
  }

  /// @return an image that failed under a revision, its original stored
  private VersionRecord failed(
      Backends backends, int number, RenderRevision revision, Rejection reason) throws Exception {
    ImageId id = new ImageId("01JD2Z6K7M8N9PQRSTVW%06d".formatted(number));
    Original original = new Original(Sha256.of(BYTES), BYTES.length, "image/jpeg");
    ImageJob job = ImageJob.of(id, original, Recipes.FAST, revision, AT);
    Path file = Files.write(folder.resolve("original"), BYTES);
    backends
        .originals()
        .put(
            job.originalKey(),
            new StoredFile(file, BYTES.length, original.sha256(), "image/jpeg", ""));
    VersionRecord version =
        Upload.stored(job, 1, AT).to(new Failed(reason, "seen"), Optional.empty(), AT);
    ImageRecord image = ImageRecord.first(id, Optional.empty(), job.version(), AT);
    assertThat(
            backends
                .jobs()
                .commit(
                    Change.of(
                        new PutImage(Optional.empty(), image),
                        new PutVersion(Optional.empty(), version))))
        .isTrue();
    return version;
  }

  private record Ran(int status, List<JsonNode> lines) {}

  private Ran reprocess(String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            ServeProcess.command(
                "reprocess", "--json", "--data", folder.resolve("data").toString()));
    words.addAll(List.of(more));
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(
        process.waitFor(), out.lines().<JsonNode>map(line -> Json.parse(line).node()).toList());
  }

  @Test
  void imagesRejectedByAnOlderRevisionAreListedAndReprocessed() throws Exception {
    VersionRecord older;
    try (Backends backends = backends()) {
      older = failed(backends, 1, RenderRevision.parse("1-x86_64"), Rejection.CORRUPT);
      failed(backends, 2, RenderRevision.parse("1-x86_64"), Rejection.DECODER_CRASHED);
      failed(backends, 3, RenderRevision.CURRENT, Rejection.CORRUPT);
    }
    Ran listed = reprocess();
    assertThat(listed.status()).isEqualTo(ExitCode.OK);
    assertThat(listed.lines()).hasSize(1);
    JsonNode line = listed.lines().getFirst();
    assertThat(line.path("id").asText()).isEqualTo(older.job().imageId().value());
    assertThat(line.path("reason").asText()).isEqualTo("corrupt");
    assertThat(line.path("renderRevision").asText()).isEqualTo("1-x86_64");
    assertThat(line.has("queued")).isFalse();
    Ran made = reprocess("--all");
    assertThat(made.status()).isEqualTo(ExitCode.OK);
    Version successor = new Version(made.lines().getFirst().path("successor").asText());
    try (Backends backends = backends()) {
      VersionRecord next = backends.jobs().version(older.job().imageId(), successor).orElseThrow();
      assertThat(next.state()).isInstanceOf(Queued.class);
      assertThat(next.job().renderRevision()).isEqualTo(RenderRevision.CURRENT);
      assertThat(next.job().recipe()).isEqualTo(Recipes.FAST);
      assertThat(backends.queue().depth().visible()).isEqualTo(1);
    }
    assertThat(reprocess().lines()).isEmpty();
    assertThat(reprocess(older.job().imageId().value()).status()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(reprocess("01JD2Z6K7M8N9PQRSTVW999999").status()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(reprocess("--all", "01JD2Z6K7M8N9PQRSTVW999999").status()).isEqualTo(ExitCode.USAGE);
  }
}
