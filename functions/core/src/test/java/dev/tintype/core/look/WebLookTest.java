package dev.tintype.core.look;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tintype.core.api.PublicUrls;
import dev.tintype.core.flow.erase.PublicLook.Seen;
import dev.tintype.core.look.WebLook.Missing;
import dev.tintype.core.port.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a look through a URL makes of the answers.
final class WebLookTest {

  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
  private final TestClock clock = new TestClock(Instant.parse("2026-11-30T10:00:00Z"));
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int otherwise = 404;
  private String sign = "server";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          int status = statuses.getOrDefault(exchange.getRequestURI().getPath(), otherwise);
          if (status == 403) {
            exchange.getResponseHeaders().set(sign, "AmazonS3");
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static Seen at(WebLook look, String... keys) {
    return look.at(List.of(keys), () -> true);
  }

  private WebLook look(Missing missing) {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/files");
    return new WebLook(new PublicUrls(base), missing, clock);
  }

  @Test
  void everyUrlIsAskedAndTheStatusesAreCounted() {
    statuses.put("/files/i/v/1.avif", 410);
    List<String> keys = IntStream.range(0, 40).mapToObj(i -> "i/v/" + i + ".avif").toList();
    try (WebLook look = look(Missing.NOT_FOUND)) {
      assertThat(look.at(keys, () -> true)).isEqualTo(new Seen.Gone(Map.of(404, 39, 410, 1)));
    }
  }

  @Test
  void aFileOrARedirectIsAnAnswer() {
    try (WebLook look = look(Missing.NOT_FOUND)) {
      for (int status : new int[] {200, 302}) {
        statuses.put("/files/i/v/a.avif", status);
        assertThat(at(look, "i/v/b.avif", "i/v/a.avif"))
            .isEqualTo(new Seen.Answers(look.base() + "/i/v/a.avif", status));
      }
    }
  }

  @Test
  void otherStatusesTellNothing() {
    try (WebLook look = look(Missing.NOT_FOUND)) {
      for (int status : new int[] {401, 403, 429, 500, 503}) {
        statuses.put("/files/i/v/a.avif", status);
        assertThat(at(look, "i/v/a.avif")).isInstanceOf(Seen.Unknown.class);
      }
    }
  }

  @Test
  void forbiddenMeansGoneOnlyWhereAFileThatNeverWasIsForbidden() {
    statuses.put("/files/i/v/a.avif", 403);
    try (WebLook look = look(Missing.OR_FORBIDDEN)) {
      assertThat(at(look, "i/v/a.avif")).isInstanceOf(Seen.Unknown.class);
      otherwise = 403;
      assertThat(at(look, "i/v/a.avif")).isEqualTo(new Seen.Gone(Map.of(403, 1)));
    }
  }

  @Test
  void onlyS3SaysByForbiddenThatAFileIsGone() {
    otherwise = 403;
    for (String header : List.of("server", "x-amz-request-id")) {
      sign = header;
      try (WebLook look = look(Missing.OR_FORBIDDEN)) {
        assertThat(at(look, "i/v/a.avif")).isEqualTo(new Seen.Gone(Map.of(403, 1)));
      }
    }
    sign = "via";
    try (WebLook look = look(Missing.OR_FORBIDDEN)) {
      assertThat(at(look, "i/v/a.avif")).isInstanceOf(Seen.Unknown.class);
    }
  }

  @Test
  void oneFileThatNeverWasIsAskedForOfEachKind() {
    otherwise = 403;
    List<String> keys = new ArrayList<>();
    IntStream.range(0, 40).forEach(i -> keys.add("v/i/" + i + ".avif"));
    keys.add("originals/i/1");
    try (WebLook look = look(Missing.OR_FORBIDDEN)) {
      assertThat(look.at(keys, () -> true)).isEqualTo(new Seen.Gone(Map.of(403, 41)));
    }
    assertThat(asked).hasSize(43);
  }

  @Test
  void aLookEndsWithTheTimeOfTheSweep() {
    List<String> keys = IntStream.range(0, 100).mapToObj(i -> "v/i/" + i + ".avif").toList();
    AtomicInteger turns = new AtomicInteger();
    try (WebLook look = look(Missing.NOT_FOUND)) {
      assertThat(look.at(keys, () -> turns.incrementAndGet() < 3)).isInstanceOf(Seen.Unknown.class);
    }
    assertThat(asked).hasSizeLessThan(100).isNotEmpty();
  }

  @Test
  @Timeout(120)
  void aBodyThatNeverEndsIsNotWaitedFor() {
    server.createContext(
        "/files/i/v/slow",
        exchange -> {
          exchange.sendResponseHeaders(404, 10);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
        });
    try (WebLook look = look(Missing.NOT_FOUND)) {
      assertThat(at(look, "i/v/slow", "i/v/a.avif")).isEqualTo(new Seen.Gone(Map.of(404, 2)));
    }
  }

  @Test
  void withoutAnAnswerNothingIsKnownAndNothingIsAskedForAWhile() throws IOException {
    try (WebLook look = look(Missing.NOT_FOUND)) {
      int port = server.getAddress().getPort();
      server.stop(0);
      assertThat(at(look, "i/v/a.avif")).isInstanceOf(Seen.Unknown.class);
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
          });
      server.start();
      assertThat(at(look, "i/v/a.avif")).isInstanceOf(Seen.Unknown.class);
      clock.advance(Duration.ofSeconds(31));
      assertThat(at(look, "i/v/a.avif")).isEqualTo(new Seen.Gone(Map.of(404, 1)));
    }
  }
}
