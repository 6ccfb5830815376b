package dev.tintype.s3.emulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.core.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The part of S3 that Tintype uses, in memory on 127.0.0.1, with faults. Buckets exist as soon as
/// they are named. Requests that are signed in a header are trusted; those that are signed in the
/// URL are verified.
public final class FaultyS3 implements AutoCloseable {

  private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
  private static final String CHECKSUM = "x-amz-checksum-sha256";
  private static final String COPY_SOURCE = "x-amz-copy-source";
  private static final Set<String> SERVED = Set.of("content-type", "cache-control", CHECKSUM);

  private static final Map<Fault, Answer> OUTAGES =
      Map.of(
          Fault.IS_OUT, Answer.error(503, "SlowDown"),
          Fault.LACKS_BUCKET, Answer.error(404, "NoSuchBucket"),
          Fault.IS_NOT_FOUND, Answer.of(404));

  private final Set<Fault> faults = ConcurrentHashMap.newKeySet();
  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger copies = new AtomicInteger();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();

  private record Stored(byte[] bytes, Map<String, String> headers, Instant at) {
    String eTag() {
      return '"' + Sha256.of(bytes).hex().substring(0, 32) + '"';
    }
  }

  /// Starts a store with these faults.
  public FaultyS3(Set<Fault> faults) {
    this.faults.addAll(faults);
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    http.createContext("/", this::answer);
    http.setExecutor(threads);
    http.start();
  }

  /// @return its URL
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /// Has one fault more from now on.
  public void begin(Fault fault) {
    faults.add(fault);
  }

  /// Does not have a fault any more.
  public void end(Fault fault) {
    faults.remove(fault);
  }

  /// @return the keys of all objects, as `bucket/key`
  public Set<String> keys() {
    return Set.copyOf(objects.keySet());
  }

  /// @return how many requests were answered
  public int requests() {
    return requests.get();
  }

  /// @return how many copies were made
  public int copies() {
    return copies.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    requests.incrementAndGet();
    Answer answer = answer(exchange, body);
    if (faults.contains(Fault.LOSES_ANSWERS_TO_PUTS) && isPut(exchange)) {
      exchange.close();
      return;
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(
        answer.status(), isHead || answer.body().length == 0 ? -1 : answer.body().length);
    if (!isHead) {
      exchange.getResponseBody().write(answer.body());
    }
    exchange.close();
  }

  private Answer answer(HttpExchange exchange, byte[] body) {
    String path = exchange.getRequestURI().getPath().substring(1);
    String key = path.substring(path.indexOf('/') + 1);
    if (path.indexOf('/') < 0 || key.isEmpty()) {
      return bucket(exchange, path.replace("/", ""), body);
    }
    Optional<Answer> outage =
        faults.stream().filter(OUTAGES::containsKey).map(OUTAGES::get).findFirst();
    if (outage.isPresent()) {
      return outage.get();
    }
    Presigned presigned = new Presigned(exchange);
    if (presigned.is() && !isPermitted(presigned)) {
      return Answer.error(403, "SignatureDoesNotMatch");
    }
    return switch (exchange.getRequestMethod()) {
      case "PUT" ->
          isPut(exchange)
              ? put(path, exchange.getRequestHeaders(), body)
              : copy(path, exchange.getRequestHeaders());
      case "DELETE" -> delete(path);
      default -> get(path, exchange.getRequestHeaders());
    };
  }

  private static boolean isPut(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("PUT")
        && !exchange.getRequestHeaders().containsKey(COPY_SOURCE);
  }

  private boolean isPermitted(Presigned presigned) {
    return faults.contains(Fault.IGNORES_SIGNATURE)
        || (presigned.isValid(EmulatedS3.KEY)
            && (presigned.signsAllAmazonHeaders()
                || faults.contains(Fault.TAKES_UNSIGNED_HEADERS)));
  }

  private Answer bucket(HttpExchange exchange, String bucket, byte[] body) {
    return switch (exchange.getRequestMethod()) {
      case "HEAD" -> Answer.of(200);
      case "POST" -> deleteAll(bucket, new String(body, StandardCharsets.UTF_8));
      default -> list(bucket, exchange.getRequestURI().getQuery());
    };
  }

  private Answer put(String path, Headers headers, byte[] sent) {
    byte[] bytes = headers.containsKey("x-amz-decoded-content-length") ? withoutChunks(sent) : sent;
    String declared = headers.getFirst(CHECKSUM);
    if (declared != null
        && !declared.equals(Sha256.of(bytes).base64())
        && !faults.contains(Fault.IGNORES_CHECKSUM)) {
      return Answer.error(400, "BadDigest");
    }
    return write(path, new Stored(bytes, kept(headers), Instant.now()), isConditional(headers))
        ? Answer.of(200)
        : taken();
  }

  private boolean isConditional(Headers headers) {
    return headers.containsKey("if-none-match") && !faults.contains(Fault.IGNORES_CONDITION);
  }

  private static Map<String, String> kept(Headers headers) {
    Map<String, String> kept = new TreeMap<>();
    headers.forEach((name, values) -> kept.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return kept;
  }

  private Answer copy(String path, Headers headers) {
    if (faults.contains(Fault.REFUSES_COPIES)) {
      return Answer.error(501, "NotImplemented");
    }
    if (faults.contains(Fault.FORBIDS_COPIES)) {
      return Answer.error(403, "AccessDenied");
    }
    String from = URLDecoder.decode(headers.getFirst(COPY_SOURCE), StandardCharsets.UTF_8);
    Stored source = objects.get(from);
    if (source == null) {
      return Answer.error(404, "NoSuchKey");
    }
    if (!source.eTag().equals(headers.getFirst("x-amz-copy-source-if-match"))
        && !faults.contains(Fault.IGNORES_COPY_SOURCE_CONDITION)) {
      return Answer.error(412, "PreconditionFailed");
    }
    boolean isProbe = path.contains("/tintype-probe/");
    Stored copy = copy(source, headers, isProbe);
    if (!writeCopy(path, copy)) {
      return faults.contains(Fault.REFUSES_COPIES_WITH_409)
          ? Answer.error(409, "ConditionalRequestConflict")
          : taken();
    }
    copies.incrementAndGet();
    if (faults.contains(Fault.LOSES_ANSWERS_TO_COPIES) && !isProbe && lost.add(path)) {
      return Answer.error(503, "SlowDown");
    }
    String checksum = copy.headers().getOrDefault(CHECKSUM, "");
    return Answer.xml(
        200,
        "<CopyObjectResult><ETag>%s</ETag>%s</CopyObjectResult>"
            .formatted(
                copy.eTag().replace("\"", "&quot;"),
                checksum.isEmpty() ? "" : "<ChecksumSHA256>" + checksum + "</ChecksumSHA256>"));
  }

  private Stored copy(Stored source, Headers headers, boolean isProbe) {
    byte[] bytes = source.bytes().clone();
    if (faults.contains(Fault.COPIES_OTHER_BYTES) && !isProbe) {
      bytes[bytes.length - 1] ^= 1;
    }
    Map<String, String> kept = kept(headers);
    if (faults.contains(Fault.COPIES_WITHOUT_HEADERS)) {
      kept.keySet().removeAll(SERVED);
    }
    if (!faults.contains(Fault.COPIES_WITHOUT_CHECKSUM)) {
      kept.put(CHECKSUM, Sha256.of(bytes).base64());
    }
    return new Stored(bytes, kept, Instant.now());
  }

  private boolean writeCopy(String path, Stored copy) {
    if (faults.contains(Fault.CHECKS_THEN_COPIES)) {
      boolean isThere = objects.containsKey(path);
      pause();
      return !isThere && objects.put(path, copy) != copy;
    }
    return write(path, copy, !faults.contains(Fault.IGNORES_COPY_CONDITION));
  }

  private Answer taken() {
    return faults.contains(Fault.REFUSES_WITH_403)
        ? Answer.error(403, "AccessDenied")
        : Answer.error(412, "PreconditionFailed");
  }

  private boolean write(String path, Stored stored, boolean isConditional) {
    if (!isConditional) {
      objects.put(path, stored);
      return true;
    }
    if (faults.contains(Fault.INVERTS_CONDITION)) {
      return objects.replace(path, stored) != null;
    }
    if (faults.contains(Fault.CHECKS_THEN_WRITES)) {
      boolean isThere = objects.containsKey(path);
      pause();
      return !isThere && objects.put(path, stored) != stored;
    }
    return objects.putIfAbsent(path, stored) == null;
  }

  private static void pause() {
    try {
      Thread.sleep(30);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Each chunk is a line with its length in hex, its bytes, and the end of a line
  /// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html).
  private static byte[] withoutChunks(byte[] sent) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int end = at;
      while (sent[end] != '\r') {
        end++;
      }
      String line = new String(sent, at, end - at, StandardCharsets.US_ASCII);
      int length = Integer.parseInt(line.split(";", 2)[0], 16);
      if (length == 0) {
        return bytes.toByteArray();
      }
      bytes.write(sent, end + 2, length);
      at = end + 2 + length + 2;
    }
  }

  private Answer get(String path, Headers headers) {
    Stored stored = objects.get(path);
    if (stored == null) {
      return faults.contains(Fault.FORBIDS_LISTING)
          ? Answer.error(403, "AccessDenied")
          : Answer.error(404, "NoSuchKey");
    }
    byte[] bytes = part(stored.bytes(), Optional.ofNullable(headers.getFirst("range")));
    Map<String, String> told = new TreeMap<>();
    told.put("content-length", Integer.toString(bytes.length));
    told.put(
        "last-modified",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(stored.at().atOffset(ZoneOffset.UTC)));
    told.put("etag", stored.eTag());
    stored
        .headers()
        .forEach((name, value) -> {
          boolean isTold =
              name.equals(CHECKSUM) || name.startsWith("x-amz-meta-")
                  ? !faults.contains(Fault.FORGETS_CHECKSUMS)
                  : SERVED.contains(name);
          if (isTold) {
            told.put(name, value);
          }
        });
    return new Answer(bytes.length < stored.bytes().length ? 206 : 200, told, bytes);
  }

  private byte[] part(byte[] bytes, Optional<String> range) {
    Matcher matcher = RANGE.matcher(range.orElse(""));
    if (!matcher.matches() || faults.contains(Fault.IGNORES_RANGES)) {
      return bytes;
    }
    int to = Math.min(bytes.length, Integer.parseInt(matcher.group(2)) + 1);
    return Arrays.copyOfRange(bytes, Integer.parseInt(matcher.group(1)), to);
  }

  private Answer delete(String path) {
    if (faults.contains(Fault.KEEPS_DELETED)) {
      return Answer.of(204);
    }
    boolean wasThere = objects.remove(path) != null;
    return wasThere || !faults.contains(Fault.REFUSES_TO_DELETE_NOTHING)
        ? Answer.of(204)
        : Answer.error(404, "NoSuchKey");
  }

  private Answer deleteAll(String bucket, String xml) {
    String errors =
        KEY.matcher(xml)
            .results()
            .map(key -> key.group(1))
            .filter(key -> delete(bucket + "/" + key).status() == 404)
            .map("<Error><Key>%s</Key><Code>NoSuchKey</Code></Error>"::formatted)
            .collect(Collectors.joining());
    return Answer.xml(200, "<DeleteResult>" + errors + "</DeleteResult>");
  }

  private Answer list(String bucket, String query) {
    String prefix =
        Arrays.stream(query.split("&", -1))
            .filter(pair -> pair.startsWith("prefix="))
            .map(pair -> pair.substring("prefix=".length()))
            .findFirst()
            .orElse("");
    String contents =
        objects.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(bucket + "/" + prefix))
            .filter(_ -> !faults.contains(Fault.LISTS_LATE))
            .map(entry ->
                "<Contents><Key>%s</Key><LastModified>%s</LastModified><Size>%d</Size></Contents>"
                    .formatted(
                        entry.getKey().substring(bucket.length() + 1),
                        entry.getValue().at(),
                        entry.getValue().bytes().length))
            .collect(Collectors.joining());
    return Answer.xml(
        200,
        "<ListBucketResult><IsTruncated>false</IsTruncated>" + contents + "</ListBucketResult>");
  }

  @Override
  public void close() {
    http.stop(0);
    threads.close();
  }
}
