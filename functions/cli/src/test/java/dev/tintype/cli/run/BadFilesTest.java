package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.cli.harness.Tree;
import dev.tintype.cli.run.BadFile.Said;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads bad files among good ones, several at once. Each bad file must get its defined answer,
/// the good ones must become ready, and the disk must hold nothing else.
///
/// The property `tintype.badFiles` sets the number of bad files; there is one good file for every
/// six.
class BadFilesTest {

  private static final int BAD = Integer.getInteger("tintype.badFiles", 56);
  private static final int AT_ONCE = 8;

  @TempDir private Path folder;

  /// One file and the platform's answer.
  private record Fate(Optional<BadFile> bad, Said said) {
    String expected() {
      return bad.map(BadFile::expected).orElse("ready");
    }
  }

  @Test
  void everyBadFileHasAClearAnswerAndLeavesNoFiles() throws Exception {
    try (TestServer server = TestServer.in(folder).workers(2).start()) {
      List<Fate> fates = uploadAll(server.client());
      Map<String, Integer> counted = new TreeMap<>();
      for (Fate fate : fates) {
        assertThat(fate.said().answer()).as("%s", fate).isEqualTo(fate.expected());
        counted.merge(fate.bad() + ": " + fate.said().answer(), 1, Integer::sum);
      }
      counted.forEach((what, count) -> System.out.println(count + " × " + what));
      int stored = (int) fates.stream().filter(fate -> fate.said().stored()).count();
      int good = (int) fates.stream().filter(fate -> fate.bad().isEmpty()).count();
      assertFiles(stored, 7 * good);
      for (Fate fate : fates) {
        if (fate.said().id().isPresent()) {
          String path = "/images/" + fate.said().id().get();
          assertThat(server.client().call("DELETE", path, "").status()).isEqualTo(202);
        }
      }
      assertFiles(0, 0);
    }
  }

  /// Waits a moment, because refused uploads are deleted shortly after the answer.
  private void assertFiles(int originals, int published) throws Exception {
    Eventually.holds(
        originals + " originals and " + published + " published files, and no other",
        () ->
            Tree.files(folder.resolve("private")).size() == originals
                && Tree.files(folder.resolve("public")).size() == published
                && Tree.files(folder.resolve("work")).isEmpty());
  }

  private static List<Fate> uploadAll(Client client) throws Exception {
    List<Fate> fates = new ArrayList<>();
    BadFile[] kinds = BadFile.values();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Fate>> running = new ArrayList<>();
      for (int i = 0; i < BAD; i++) {
        long seed = i;
        BadFile kind = kinds[i % kinds.length];
        running.add(threads.submit(() -> new Fate(Optional.of(kind), kind.upload(client, seed))));
        if (i % 6 == 0) {
          running.add(threads.submit(() -> new Fate(Optional.empty(), good(client, seed))));
        }
      }
      for (Future<Fate> fate : running) {
        fates.add(fate.get());
      }
    }
    return fates;
  }

  private static Said good(Client client, long seed) throws Exception {
    String id = client.upload(Photos.jpeg(90, 70, seed), "image/jpeg");
    JsonNode image = client.ended(id);
    assertThat(image.path("variants")).hasSize(6);
    return new Said(image.path("state").asText(), Optional.of(id), true);
  }
}
