package dev.tintype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.cli.client.OriginalDownload.Result;
import dev.tintype.cli.harness.StubServer;
import dev.tintype.cli.harness.StubServer.Answer;
import dev.tintype.cli.harness.StubServer.Asked;
import dev.tintype.cli.harness.Tree;
import dev.tintype.core.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Downloads of an original from servers that behave and that do not.
class OriginalDownloadTest {

  private static final String ID = "01JD3Q8Z4N5V6W7X8Y9Z000001";
  private static final byte[] BYTES = "an original".repeat(20_000).getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private static Answer api(Asked asked, Answer file) {
    return switch (asked.target()) {
      case "/images/" + ID + "/original" -> Answer.redirect(302, "/download/x?signature=hidden");
      case "/images/" + ID + "/versions" ->
          Answer.json(
              200,
              "{\"versions\":[{\"original\":{\"sha256\":\"%s\"}},{\"original\":{\"sha256\":\"%s\"}}]}"
                  .formatted(Sha256.of("an older one").hex(), Sha256.of(BYTES).hex()));
      default -> file;
    };
  }

  private record Ran(Result result, List<Asked> asked) {}

  private Ran download(Function<Asked, Answer> answers) throws Exception {
    try (StubServer server = new StubServer(answers);
        ImagesClient client = new ImagesClient(new Server(server.url(), "secret"))) {
      Result result = new OriginalDownload(client).run(ID, folder.resolve("photo.jpg"));
      return new Ran(result, server.asked());
    }
  }

  private List<String> files() throws Exception {
    return Tree.files(folder);
  }

  @Test
  void theFileIsWholeAndTheStorageDoesNotSeeTheToken() throws Exception {
    Ran ran = download(asked -> api(asked, Answer.file(BYTES)));
    assertThat(ran.result()).isEqualTo(new Result.Saved(Sha256.of(BYTES), BYTES.length));
    assertThat(Files.readAllBytes(folder.resolve("photo.jpg"))).isEqualTo(BYTES);
    assertThat(files()).containsExactly("photo.jpg");
    assertThat(Files.getPosixFilePermissions(folder.resolve("photo.jpg")))
        .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("usual"))));
    assertThat(ran.asked())
        .filteredOn(asked -> asked.target().startsWith("/download/"))
        .hasSize(1)
        .allMatch(asked -> asked.token().isEmpty());
  }

  @Test
  void bytesThatAreNotTheOriginalsAreNotKept() throws Exception {
    byte[] other = "something else".getBytes(StandardCharsets.UTF_8);
    assertThat(download(asked -> api(asked, Answer.file(other))).result())
        .isEqualTo(new Result.Damaged(Sha256.of(other)));
    assertThat(files()).isEmpty();
  }

  @Test
  void aRefusalLeavesNoFile() throws Exception {
    Result unknown =
        download(_ -> Answer.problem(404, "not-found", "There is no such image.")).result();
    assertThat(unknown)
        .isEqualTo(new Result.Refused(new Refusal(404, "not-found", "There is no such image.")));
    Result expired =
        download(asked -> api(asked, Answer.problem(403, "expired", "It has expired."))).result();
    assertThat(expired)
        .isEqualTo(new Result.Refused(new Refusal(403, "expired", "It has expired.")));
    assertThat(files()).isEmpty();
  }

  @Test
  void aBrokenConnectionIsTriedAgainAndLeavesNoFile() throws Exception {
    Answer cut = new Answer(200, Map.of(), BYTES.length + 1, BYTES);
    assertThatThrownBy(() -> download(asked -> api(asked, cut)))
        .isInstanceOf(ServerUnreachable.class)
        .hasMessageStartingWith("No answer from http://127.0.0.1:")
        .hasMessageNotContaining("hidden");
    assertThat(files()).isEmpty();
    int[] tries = {0};
    Ran second =
        download(asked ->
            api(
                asked,
                asked.target().startsWith("/download/") && tries[0]++ == 0
                    ? cut
                    : Answer.file(BYTES)));
    assertThat(second.result()).isInstanceOf(Result.Saved.class);
    assertThat(files()).containsExactly("photo.jpg");
  }

  @Test
  @Timeout(120)
  void aFileThatStopsArrivingIsGivenUp() throws Exception {
    Thread beginning;
    try (ServerSocket storage = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        StubServer server =
            new StubServer(
                _ -> Answer.redirect(302, "http://127.0.0.1:" + storage.getLocalPort() + "/x"));
        ImagesClient client = new ImagesClient(new Server(server.url(), "secret"))) {
      beginning = Thread.ofVirtual().start(() -> beginAll(storage));
      OriginalDownload download = new OriginalDownload(client, new Patience(Duration.ofMillis(50)));
      assertThatThrownBy(() -> download.run(ID, folder.resolve("photo.jpg")))
          .isInstanceOf(ServerUnreachable.class)
          .hasMessageContaining(":" + storage.getLocalPort() + ": it took too long to answer.");
    }
    beginning.join();
    assertThat(files()).isEmpty();
  }

  /// Sends the beginning of a file over each connection, and nothing more.
  private static void beginAll(ServerSocket storage) {
    byte[] beginning =
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\na".getBytes(StandardCharsets.US_ASCII);
    List<Socket> open = new ArrayList<>();
    try {
      while (true) {
        Socket socket = storage.accept();
        open.add(socket);
        int _ = socket.getInputStream().read();
        socket.getOutputStream().write(beginning);
      }
    } catch (IOException _) {
      // The test is over.
    } finally {
      open.forEach(OriginalDownloadTest::close);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anExistingFileIsNotReplaced() throws Exception {
    Files.writeString(folder.resolve("photo.jpg"), "mine");
    assertThatThrownBy(() -> download(asked -> api(asked, Answer.file(BYTES))))
        .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    assertThat(files()).containsExactly("photo.jpg");
    assertThat(folder.resolve("photo.jpg")).hasContent("mine");
  }
}
