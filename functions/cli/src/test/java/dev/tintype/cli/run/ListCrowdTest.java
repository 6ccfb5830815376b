package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.ManyImages;
import dev.tintype.cli.harness.RawHttp;
import dev.tintype.cli.harness.ServeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many clients request long lists at the same time.
class ListCrowdTest {

  private static final int CLIENTS = 700;
  private static final long MOST_RESIDENT_KIB = 512 * 1024;

  @TempDir private Path folder;

  private static int ask(ServeProcess server, String token) throws IOException {
    try (RawHttp raw = new RawHttp(server.client().url())) {
      raw.say(
          "GET /images?limit=200 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
              + token
              + "\r\nconnection: close\r\n\r\n");
      String answer = raw.heard();
      int status = Integer.parseInt(answer.substring(9, 12));
      assertThat(answer)
          .as("a refusal says when to come again")
          .matches(
              a -> status != 503 || a.toLowerCase(java.util.Locale.ROOT).contains("retry-after: "));
      return status;
    }
  }

  private static long mostResidentKib(ServeProcess server) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + server.process().pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyListRequestIsAnsweredOrRefusedAndTheServerKeepsRunning() throws Exception {
    Path data = folder.resolve("data");
    String token = ManyImages.in(data, 1_000);
    try (ServeProcess server = ServeProcess.start(data, Map.of("TINTYPE_WORKERS", "0"));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> statuses = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        statuses.add(clients.submit(() -> ask(server, token)));
      }
      assertThat(server.client().get("/healthz").status()).isEqualTo(200);
      List<Integer> seen = new ArrayList<>();
      for (Future<Integer> status : statuses) {
        seen.add(status.get());
      }
      assertThat(seen).hasSize(CLIENTS).isSubsetOf(200, 503).contains(200);
      assertThat(server.client().get("/images?limit=200").json().path("images")).hasSize(200);
      assertThat(mostResidentKib(server)).isLessThan(MOST_RESIDENT_KIB);
      assertThat(server.terminate()).isIn(0, 130, 143);
    }
  }
}
