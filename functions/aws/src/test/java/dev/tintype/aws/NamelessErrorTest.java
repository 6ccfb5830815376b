package dev.tintype.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulator;
import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.s3.S3Storage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Something in front of a service answers with an error that has no name, or the name of another
/// service's error.
class NamelessErrorTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final AtomicInteger asked = new AtomicInteger();
  private volatile int status;
  private volatile String body = "";
  private HttpServer http;

  @BeforeEach
  void serve() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private EmulatedAws aws() {
    URI url = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    return new EmulatedAws(new Emulator("nameless", url, url, url, Optional.empty()));
  }

  private static PutImage create() {
    ImageId id = ImageId.newUlid(NOW, new SecureRandom());
    return new PutImage(
        Optional.empty(),
        new ImageRecord(
            id,
            NOW,
            Optional.empty(),
            1,
            0,
            Optional.empty(),
            Optional.empty(),
            new ImageRecord.Life.Live(),
            Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "400, `{\"__type\":\"a.b#ProvisionedThroughputExceededException\"}`",
        "400, <html>no</html>",
        "403, ``",
        "503, <html>come back later</html>"
      })
  void theErrorIsReportedAsUnavailable(int status, String body, @TempDir Path folder)
      throws IOException {
    this.status = status;
    this.body = body;
    byte[] bytes = {1, 2, 3};
    StoredFile file =
        new StoredFile(
            Files.write(folder.resolve("file"), bytes),
            bytes.length,
            Sha256.of(bytes),
            "image/jpeg",
            "no-store");
    S3Storage storage = new S3Storage(aws().s3(), "bucket", new SecureRandom());
    assertThatThrownBy(() -> storage.put("key", file))
        .isInstanceOf(StoreUnavailable.class)
        .isNotInstanceOf(StorageFull.class)
        .hasMessageContaining("S3 PUT");
    int byStorage = asked.get();
    assertThat(byStorage).isPositive();
    DynamoJobStore store = new DynamoJobStore(aws().dynamo(), "table", new SecureRandom());
    assertThatThrownBy(() -> store.commit(Change.of(create(), create())))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("table");
    assertThat(asked).hasValueGreaterThan(byStorage);
  }
}
