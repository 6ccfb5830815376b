package dev.tintype.presign;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.core.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A versioned bucket on a local port, as `presign` sees it: objects, their versions, entity tags,
/// and the ways in which S3 may fail. The embedded S3 has no versions.
final class VersionedBucket implements AutoCloseable {

  static final String KEY = "recipes.json";

  private static final Instant BEGAN = Instant.parse("2026-11-29T10:00:00Z");

  /// What the bucket does with a request.
  enum Mood {
    ANSWERS,
    SILENT,
    DRIPS,
    CUTS,
    NO_BUCKET,
    FORBIDDEN,
    FAILS,
    LISTS_NOTHING
  }

  private record Entry(String key, String id, Instant modified, Optional<byte[]> content) {
    String tag() {
      return "\"" + Sha256.of(content.orElseThrow()).hex().substring(0, 32) + "\"";
    }
  }

  private final List<Entry> newestFirst = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;
  private volatile Mood mood = Mood.ANSWERS;
  private volatile boolean isWithinOneSecond;

  VersionedBucket() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void set(Mood mood) {
    this.mood = mood;
  }

  /// From now on, all changes happen in the same second.
  void stopTheClock() {
    isWithinOneSecond = true;
  }

  void put(String text) {
    put(KEY, text.getBytes(StandardCharsets.UTF_8));
  }

  void put(String key, byte[] content) {
    add(key, Optional.of(content));
  }

  void delete() {
    add(KEY, Optional.empty());
  }

  /// Removes the newest version for good.
  void removeNewest() {
    newestFirst.removeFirst();
  }

  private void add(String key, Optional<byte[]> content) {
    int number = newestFirst.size() + 1;
    Instant modified = isWithinOneSecond ? BEGAN : BEGAN.plusSeconds(number);
    newestFirst.addFirst(new Entry(key, "v" + number, modified, content));
  }

  /// @return the requests so far: `newest`, `same` (answered 304), `versions`, `v3` and so on
  List<String> heard() {
    return List.copyOf(heard);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (mood) {
        case SILENT -> closed.await();
        case DRIPS -> drip(exchange);
        case NO_BUCKET -> error(exchange, 404, "NoSuchBucket");
        case FORBIDDEN -> error(exchange, 403, "AccessDenied");
        case FAILS -> error(exchange, 500, "InternalError");
        case ANSWERS, CUTS, LISTS_NOTHING -> answer(exchange);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void drip(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("ETag", "\"drip\"");
    exchange.sendResponseHeaders(200, 100_000);
    OutputStream body = exchange.getResponseBody();
    while (!closed.await(100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
      body.write(' ');
      body.flush();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    if (query.contains("versions") && mood == Mood.LISTS_NOTHING) {
      error(exchange, 503, "SlowDown");
    } else if (query.contains("versions")) {
      heard.add("versions");
      list(exchange, Integer.parseInt(query.replaceFirst(".*max-keys=(\\d+).*", "$1")));
    } else if (query.contains("versionId=")) {
      version(exchange, query.replaceFirst(".*versionId=([^&]*).*", "$1"));
    } else {
      newest(exchange);
    }
  }

  private void newest(HttpExchange exchange) throws IOException {
    Optional<Entry> newest = newestFirst.stream().filter(e -> e.key().equals(KEY)).findFirst();
    if (newest.isEmpty() || newest.get().content().isEmpty()) {
      heard.add("newest");
      error(exchange, 404, "NoSuchKey");
    } else if (newest.get().tag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      heard.add("same");
      exchange.sendResponseHeaders(304, -1);
    } else {
      heard.add("newest");
      send(exchange, newest.get());
    }
  }

  private void version(HttpExchange exchange, String id) throws IOException {
    heard.add(id);
    Optional<Entry> entry = newestFirst.stream().filter(e -> e.id().equals(id)).findFirst();
    if (entry.isEmpty()) {
      error(exchange, 404, "NoSuchVersion");
    } else {
      send(exchange, entry.get());
    }
  }

  private void send(HttpExchange exchange, Entry entry) throws IOException {
    byte[] content = entry.content().orElseThrow();
    exchange.getResponseHeaders().set("ETag", entry.tag());
    exchange.getResponseHeaders().set("x-amz-version-id", entry.id());
    // The AWS CLI stores this one; no library for it is here, and this value is wrong.
    exchange.getResponseHeaders().set("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=");
    // The server takes a length of 0 for an unknown one.
    exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content, 0, content.length / (mood == Mood.CUTS ? 2 : 1));
    exchange.getResponseBody().flush();
  }

  private void list(HttpExchange exchange, int most) throws IOException {
    StringBuilder xml = new StringBuilder("<ListVersionsResult>");
    newestFirst.stream()
        .sorted(java.util.Comparator.comparing(Entry::key))
        .limit(most)
        .forEach(entry -> xml.append(listed(entry)));
    boolean isTruncated = newestFirst.size() > most;
    xml.append("<IsTruncated>").append(isTruncated).append("</IsTruncated>");
    if (isTruncated) {
      xml.append("<NextKeyMarker>").append(KEY).append("</NextKeyMarker>");
    }
    body(exchange, 200, xml.append("</ListVersionsResult>").toString());
  }

  private String listed(Entry entry) {
    Entry latest =
        newestFirst.stream().filter(e -> e.key().equals(entry.key())).findFirst().orElseThrow();
    String fields =
        "<Key>%s</Key><VersionId>%s</VersionId><IsLatest>%s</IsLatest><LastModified>%s</LastModified>"
            .formatted(entry.key(), entry.id(), entry == latest, entry.modified());
    return entry.content().isEmpty()
        ? "<DeleteMarker>" + fields + "</DeleteMarker>"
        : "<Version>" + fields + "<ETag>" + entry.tag() + "</ETag></Version>";
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    body(exchange, status, "<Error><Code>" + code + "</Code><RequestId>1</RequestId></Error>");
  }

  private static void body(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/xml");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
