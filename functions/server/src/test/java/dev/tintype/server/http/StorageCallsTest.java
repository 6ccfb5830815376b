package dev.tintype.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.upload.Started;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Race;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.recipe.Recipes;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `POST /storage-events` over HTTP. The storage's events have one key in each line.
class StorageCallsTest {

  private static final byte[] BYTES = "an original".getBytes(UTF_8);

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final FlowContext context =
      new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD);
  private final MemoryJobStore jobs = new MemoryJobStore();
  private final MemoryQueue queue = new MemoryQueue(clock);
  private final MemoryStorage originals = new MemoryStorage(clock);
  private final Asked asked = new Asked();
  private final Stores stores =
      new Stores(jobs, new FlakyStorage(originals, asked), new MemoryStorage(clock));
  private final HttpServer server =
      HttpServer.open(new InetSocketAddress("127.0.0.1", 0), Limits.USUAL);

  /// Counts the requests to the storage, which takes some time to answer.
  private static final class Asked implements Faults {
    private final AtomicInteger times = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    @Override
    public void before(String what, String key) {
      times.incrementAndGet();
      mostAtOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
      try {
        Thread.sleep(20);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      now.decrementAndGet();
    }

    @Override
    public void after(String what, String key) {}
  }

  @BeforeEach
  void start() {
    server.start(
        new MemorySite(stores, queue, clock, context)
            .site(Optional.empty(), StorageCallsTest::keys));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static List<String> keys(String body) {
    if (body.startsWith("?")) {
      throw new MalformedJson("no event");
    }
    return body.lines().toList();
  }

  /// @return the key of an original that a version waits for
  private String awaited() {
    Original original = new Original(Sha256.of(BYTES), BYTES.length, "image/png");
    Started started =
        new StartUpload(stores, new MemorySigner(clock), queue, RenderRevision.CURRENT, context)
            .newImage(new Wish(original, Recipes.FAST), Optional.empty(), Optional.empty())
            .found()
            .orElseThrow();
    asked.times.set(0);
    return ((Started.Accepted) started).record().job().originalKey();
  }

  private String stored() {
    String key = awaited();
    originals.put(key, BYTES);
    return key;
  }

  private int status(String method, String body, String authorization) throws IOException {
    HttpURLConnection call =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + server.port() + "/storage-events")
                .toURL()
                .openConnection();
    call.setRequestMethod(method);
    if (!authorization.isEmpty()) {
      call.setRequestProperty("Authorization", authorization);
    }
    call.setDoOutput(true);
    call.getOutputStream().write(body.getBytes(UTF_8));
    return call.getResponseCode();
  }

  private int post(String body) throws IOException {
    return status("POST", body, "Bearer uploads");
  }

  @Test
  void aStoredOriginalWakesAWorker() throws Exception {
    assertThat(post(stored())).isEqualTo(200);
    assertThat(queue.bodies()).hasSize(1);
  }

  @Test
  void whoMayNotUploadMayNotAnnounce() throws Exception {
    String key = stored();
    assertThat(status("POST", key, "")).isEqualTo(401);
    assertThat(status("POST", key, "Bearer wrong")).isEqualTo(401);
    assertThat(status("POST", key, "Bearer reads")).isEqualTo(403);
    assertThat(status("PUT", key, "Bearer uploads")).isEqualTo(405);
    assertThat(post("?")).isEqualTo(400);
    assertThat(asked.times).hasValue(0);
    assertThat(queue.bodies()).isEmpty();
  }

  @Test
  void aKeyThatIsNotStoredHasNoEffect() throws Exception {
    assertThat(post(awaited())).isEqualTo(200);
    assertThat(post("")).isEqualTo(200);
    assertThat(asked.times).hasValue(1);
    assertThat(queue.bodies()).isEmpty();
  }

  @Test
  void aBodyOfMoreThanAMebibyteIsRefused() throws Exception {
    String key = stored();
    assertThat(post(key + "\n" + "x".repeat((1 << 20) - key.length()))).isEqualTo(413);
    assertThat(asked.times).hasValue(0);
  }

  @Test
  void aRepeatedKeyIsAskedForOnce() throws Exception {
    assertThat(post((stored() + "\n").repeat(1_000))).isEqualTo(200);
    assertThat(asked.times).hasValue(1);
    assertThat(queue.bodies()).hasSize(1);
  }

  @Test
  void moreThanAThousandRecordsAreRefused() throws Exception {
    assertThat(post((stored() + "\n").repeat(1_001))).isEqualTo(413);
    assertThat(asked.times).hasValue(0);
    assertThat(queue.bodies()).isEmpty();
  }

  @Test
  void ofManyCallsAFewAskTheStorageAtOnce() throws Exception {
    List<String> keys = IntStream.range(0, 5).mapToObj(i -> "originals/" + i).toList();
    assertThat(Race.of(12, _ -> () -> post(String.join("\n", keys)))).containsOnly(200);
    assertThat(asked.times).hasValue(60);
    assertThat(asked.mostAtOnce.get()).isBetween(2, 4);
  }
}
