package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Client;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.RawHttp;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.WebSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages of other origins that use the server from a browser.
class OriginsTest {

  private static final String SHOP = "https://shop.example";

  @TempDir private Path folder;

  private TestServer server(String... origins) throws Exception {
    return TestServer.in(folder).web(new WebSettings(List.of(origins), List.of())).start();
  }

  private static String heard(TestServer server, String head) throws Exception {
    try (RawHttp raw = new RawHttp(server.client().url())) {
      return raw.say(head.replace("\n", "\r\n") + "host: x\r\nconnection: close\r\n\r\n")
          .heard()
          .toLowerCase(Locale.ROOT);
    }
  }

  private static String preflight(String path, String method, String headers, String origin) {
    return "OPTIONS %s HTTP/1.1\norigin: %s\naccess-control-request-method: %s\n"
            .formatted(path, origin, method)
        + "access-control-request-headers: "
        + headers
        + "\n";
  }

  @Test
  void preflightRequestsNeedNoToken() throws Exception {
    try (TestServer server = server(SHOP)) {
      for (String path :
          List.of("/images", "/images/x/reprocess", "/events", "/upload/originals/x")) {
        String answer =
            heard(
                server,
                preflight(
                    path, "PUT", "authorization,content-type,if-none-match,idempotency-key", SHOP));
        assertThat(answer).as(path).matches("(?s)http/1.1 20[04] .*");
        assertThat(answer)
            .contains("access-control-allow-origin: " + SHOP)
            .containsPattern("access-control-allow-headers: [^\r]*authorization")
            .containsPattern("access-control-allow-methods: [^\r]*put")
            .doesNotContain("allow-credentials");
      }
    }
  }

  @Test
  void onlyAllowedOriginsMayReadAnswers() throws Exception {
    try (TestServer server = server(SHOP)) {
      String get = "GET /images HTTP/1.1\nauthorization: Bearer %s\norigin: %s\n";
      String token = server.machine().token();
      assertThat(heard(server, get.formatted(token, SHOP)))
          .contains("access-control-allow-origin: " + SHOP)
          .containsPattern("access-control-expose-headers: [^\r]*etag")
          .containsPattern("vary: [^\r]*origin");
      for (String other :
          List.of("https://evil.example", "http://shop.example", SHOP + ".evil.example", "null")) {
        assertThat(heard(server, get.formatted(token, other)))
            .as(other)
            .doesNotContain("access-control-allow-origin");
      }
      assertThat(heard(server, get.formatted("tt_wrong", SHOP)))
          .as("a refusal may be read, too")
          .startsWith("http/1.1 401 ")
          .contains("access-control-allow-origin: " + SHOP);
      assertThat(heard(server, "GET /images?a=%%ff HTTP/1.1\norigin: " + SHOP + "\n"))
          .startsWith("http/1.1 4");
    }
  }

  @Test
  void anUploadFromAnotherOriginIsStored() throws Exception {
    try (TestServer server = server(SHOP)) {
      byte[] original = Photos.jpeg(30, 20, 1);
      JsonNode started = server.client().start(original, "image/jpeg").json();
      URI url = URI.create(started.path("upload").path("url").asText());
      try (RawHttp raw = new RawHttp(server.client().url())) {
        raw.say(
            "PUT %s?%s HTTP/1.1\r\nhost: x\r\norigin: %s\r\nconnection: close\r\n"
                    .formatted(url.getRawPath(), url.getRawQuery(), SHOP)
                + "content-type: image/jpeg\r\nif-none-match: *\r\ncontent-length: "
                + original.length
                + "\r\n\r\n");
        assertThat(raw.say(original).heard().toLowerCase(Locale.ROOT))
            .startsWith("http/1.1 200 ")
            .contains("access-control-allow-origin: " + SHOP);
      }
    }
  }

  @Test
  void everyOriginMayReadPublicFiles() throws Exception {
    try (TestServer server = server()) {
      assertThat(heard(server, preflight("/files/x", "GET", "range,if-none-match", SHOP)))
          .startsWith("http/1.1 204 ")
          .contains("access-control-allow-origin: *")
          .containsPattern("access-control-allow-headers: [^\r]*range");
      assertThat(heard(server, preflight("/images", "GET", "authorization", SHOP)))
          .doesNotContain("access-control-allow-origin");
    }
  }

  @Test
  void allOriginsMayBeAllowed() throws Exception {
    try (TestServer server = server("*")) {
      assertThat(heard(server, preflight("/images", "POST", "authorization", SHOP)))
          .containsPattern("access-control-allow-origin: (\\*|" + SHOP + ")\r");
    }
  }

  @Test
  void originsAreParsedAsBrowsersSendThem() {
    assertThat(
            WebSettings.of(
                    Map.of(
                        "TINTYPE_ALLOWED_ORIGINS",
                        "https://Shop.example/, http://a:80 ,https://b:8443,http://[::1]:3000"))
                .allowedOrigins())
        .containsExactly("https://shop.example", "http://a", "https://b:8443", "http://[::1]:3000");
    assertThat(WebSettings.of(Map.of())).isEqualTo(WebSettings.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"shop.example", "https://shop.example/path", "null", "https://a, *", "ftp://a"})
  void anInvalidOriginIsRefused(String value) {
    assertThatThrownBy(() -> WebSettings.of(Map.of("TINTYPE_ALLOWED_ORIGINS", value)))
        .isInstanceOf(Settings.InvalidSetting.class)
        .hasMessageContaining("TINTYPE_ALLOWED_ORIGINS");
  }

  @Test
  void theConsoleMayLoadImagesFromTheFileHost() throws Exception {
    try (TestServer server =
        TestServer.in(folder).filesUrl(URI.create("https://cdn.example:8443/pictures")).start()) {
      Client.Answer page = server.client().get("/");
      assertThat(page.header("content-security-policy"))
          .contains("img-src 'self' blob: data: https://cdn.example:8443;");
      assertThat(new String(page.body(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("content=\"https://cdn.example:8443/pictures\"");
    }
  }
}
