package dev.tintype.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.api.DocumentedRoutes;
import dev.tintype.core.api.DocumentedRoutes.Documented;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.DirectUploads;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.port.UploadSink;
import dev.tintype.server.http.exchange.ClientAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The routes of the server and those in `docs/openapi.yaml` are the same, and the document is
/// served.
class RoutesTest {

  private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE");

  /// Paths of the console that are documented.
  private static final Set<String> PAGES =
      Set.of("/openapi.yaml", "/docs", "/upload.js", "/hash-worker.js");

  /// Whose method is a part of what was signed: any other method is refused with 403.
  private static final Set<String> SIGNED = Set.of("upload", "download");

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final Site site =
      new MemorySite(
              new Stores(new MemoryJobStore(), new MemoryStorage(clock), new MemoryStorage(clock)),
              new MemoryQueue(clock),
              clock,
              new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD))
          .site(Optional.of(new NothingPermitted()), _ -> List.of());
  private final HttpServer server =
      HttpServer.open(new InetSocketAddress("127.0.0.1", 0), Limits.USUAL);
  private final HttpClient client = HttpClient.newHttpClient();

  /// Accepts no signature.
  private static final class NothingPermitted implements DirectUploads {
    @Override
    public Verdict<PermittedUpload> upload(SignedRequest request) {
      return new Verdict.Tampered<>("signature");
    }

    @Override
    public Verdict<PermittedDownload> download(SignedRequest request) {
      return new Verdict.Tampered<>("signature");
    }

    @Override
    public UploadSink receive(PermittedUpload upload) {
      throw new AssertionError("nothing is permitted");
    }
  }

  @BeforeEach
  void start() {
    server.start(site);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static String folder(String path) {
    return path.split("/", 3)[1];
  }

  private static List<Documented> documented() throws IOException {
    return DocumentedRoutes.read();
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    String filled =
        path.replace("{id}", "01K9Z6Q4T8V0W2X4Y6Z8A0C2E4")
            .replace("{version}", "0123456789abcdef")
            .replace("{sha256}", "0".repeat(64))
            .replace("{file}", "640.avif");
    String query = path.equals("/events") ? "?image=01K9Z6Q4T8V0W2X4Y6Z8A0C2E4" : "";
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + filled + query))
            .method(method, BodyPublishers.noBody())
            .header("authorization", "Bearer all")
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void everyFolderOfTheServerIsDocumentedAndNoOther() throws Exception {
    Set<String> folders =
        documented().stream()
            .map(Documented::path)
            .filter(path -> !PAGES.contains(path))
            .map(RoutesTest::folder)
            .collect(Collectors.toSet());
    assertThat(server.folders(site, new ClientAddress(List.of())).keySet()).isEqualTo(folders);
  }

  @Test
  void everyDocumentedRouteAnswersAndOtherMethodsAreRefused() throws Exception {
    List<Documented> ours =
        documented().stream().filter(route -> route.tag().equals("server")).toList();
    Set<String> known = ours.stream().map(Documented::toString).collect(Collectors.toSet());
    for (String path : ours.stream().map(Documented::path).distinct().toList()) {
      for (String method : METHODS) {
        int status = ask(method, path).statusCode();
        if (SIGNED.contains(folder(path))) {
          assertThat(status).as("%s %s", method, path).isEqualTo(403);
        } else if (known.contains(method + " " + path)) {
          // No file is stored.
          assertThat(status)
              .as("%s %s", method, path)
              .isEqualTo(folder(path).equals("files") ? 404 : 200);
        } else {
          assertThat(status).as("%s %s", method, path).isEqualTo(405);
        }
      }
    }
  }

  @Test
  void theDocumentIsServedAsItIsForPagesOfEverySite() throws Exception {
    HttpResponse<String> answer = ask("GET", "/openapi.yaml");
    assertThat(answer.body()).isEqualTo(Files.readString(DocumentedRoutes.DOCUMENT));
    assertThat(answer.headers().firstValue("content-type")).contains("application/yaml");
    assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
  }

  @Test
  void thePageOfTheDocumentShowsEveryRouteUnderTheUsualPolicy() throws Exception {
    HttpResponse<String> answer = ask("GET", "/docs");
    for (Documented route : documented()) {
      assertThat(answer.body())
          .contains(">" + route.method() + "</span> <code>" + route.path() + "</code>");
    }
    assertThat(answer.body()).doesNotContain("<script", "style=", "//cdn");
    assertThat(answer.headers().firstValue("content-security-policy"))
        .isEqualTo(ask("GET", "/").headers().firstValue("content-security-policy"));
  }
}
