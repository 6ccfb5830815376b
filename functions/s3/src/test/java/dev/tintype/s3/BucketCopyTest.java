package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Race;
import dev.tintype.core.port.Storage.CopyResult;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import dev.tintype.s3.emulator.EmulatedS3;
import dev.tintype.s3.emulator.Fault;
import dev.tintype.s3.emulator.FaultyS3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// Copies that do not leave the store, and the way around them.
final class BucketCopyTest {

  private static final String FROM = "01JD2Z6K7M8N9PQRSTVWXYZ012/0123456789abcdef/320.webp";
  private static final String TO = "01JD2Z6K7M8N9PQRSTVWXYZ012/1111111111111111/320.webp";
  private static final Logger LOGGER = Logger.getLogger("dev.tintype.s3");
  private static final byte[] BYTES = {1, 2, 3, 4, 5};

  @TempDir private Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private FaultyS3 store = new FaultyS3(Set.of());
  private S3Storage storage = open(store);
  private final AtomicInteger copies = new AtomicInteger();

  @AfterEach
  void close() {
    LOGGER.setFilter(null);
    store.close();
  }

  private S3Storage open(FaultyS3 store) {
    var s3 = new EmulatedS3(store.endpoint()).s3();
    SecureRandom random = new SecureRandom();
    CopyProbe probe = new CopyProbe(s3, new S3Storage(s3, "variants", random), clock, random);
    return new S3Storage(s3, "variants", random, probe::isKept);
  }

  private void use(Fault... faults) {
    store.close();
    store = new FaultyS3(Set.of(faults));
    storage = open(store);
  }

  private PutResult put(String key, byte[] bytes) throws IOException {
    Path path = Files.createTempFile(folder, "put", "");
    Files.write(path, bytes);
    return storage.put(key, file(path, bytes));
  }

  private StoredFile file(Path path, byte[] bytes) {
    return new StoredFile(path, bytes.length, Sha256.of(bytes), "image/webp", Keys.CACHE_CONTROL);
  }

  private CopyResult copy(String from, String to, byte[] bytes) {
    return copy(from, to, bytes, true);
  }

  private CopyResult copy(String from, String to, byte[] bytes, boolean goOn) {
    Path unused = folder.resolve("copy-" + copies.incrementAndGet());
    return storage.copy(from, to, file(unused, bytes), () -> goOn);
  }

  private byte[] read(String key) throws IOException {
    try (InputStream in = storage.open(key, Optional.empty()).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  @Test
  void aCopyHasTheBytesAndHeadersOfAPut() throws Exception {
    put(FROM, BYTES);
    assertThat(copy(FROM, TO, BYTES)).isEqualTo(CopyResult.STORED);
    assertThat(read(TO)).isEqualTo(BYTES);
    HeadObjectResponse head = storage.ask(TO).orElseThrow();
    assertThat(head.contentType()).isEqualTo("image/webp");
    assertThat(head.cacheControl()).isEqualTo(Keys.CACHE_CONTROL);
    assertThat(head.checksumSHA256()).isEqualTo(Sha256.of(BYTES).base64());
    assertThat(head.metadata()).containsEntry("sha256", Sha256.of(BYTES).hex());
    storage.delete(FROM);
    assertThat(read(TO)).isEqualTo(BYTES);
  }

  @Test
  void aCopyReplacesNothing() throws Exception {
    put(FROM, BYTES);
    copy(FROM, TO, BYTES);
    assertThat(copy(FROM, TO, BYTES)).isEqualTo(CopyResult.ALREADY_THERE);
    assertThat(copy(FROM, FROM, BYTES)).as("to itself").isEqualTo(CopyResult.ALREADY_THERE);
    put(TO + "2", new byte[] {9});
    assertThat(copy(FROM, TO + "2", BYTES)).isEqualTo(CopyResult.CONFLICT);
    assertThat(read(TO + "2")).isEqualTo(new byte[] {9});
  }

  @Test
  void onlyAGoodSourceIsCopiedAndOnlyIfItMayGoOn() throws Exception {
    assertThat(copy(FROM, TO, BYTES)).isEqualTo(CopyResult.SOURCE_MISSING);
    put(FROM, BYTES);
    for (byte[] wanted : List.of(new byte[] {1, 2, 3, 4, 6}, new byte[] {1}, new byte[0])) {
      assertThat(copy(FROM, TO, wanted)).isEqualTo(CopyResult.SOURCE_ALTERED);
    }
    assertThat(copy(FROM, TO, BYTES, false)).isEqualTo(CopyResult.STOPPED);
    assertThat(storage.head(TO)).isEmpty();
  }

  @Test
  void oneOfSixteenRacingCopiesAndPutsIsStored() throws Exception {
    put(FROM, BYTES);
    List<String> results =
        Race.of(16, i -> () -> (i % 2 == 0 ? copy(FROM, TO, BYTES) : put(TO, BYTES)).toString());
    assertThat(Collections.frequency(results, "STORED")).isEqualTo(1);
    assertThat(Collections.frequency(results, "ALREADY_THERE")).isEqualTo(15);
  }

  @Test
  void theStoreCopiesAndIsTriedOutOnce() throws Exception {
    put(FROM, BYTES);
    assertThat(copy(FROM, TO, BYTES)).isEqualTo(CopyResult.STORED);
    int probed = store.copies();
    int requests = store.requests();
    assertThat(copy(FROM, TO + "2", BYTES)).isEqualTo(CopyResult.STORED);
    assertThat(store.copies()).isEqualTo(probed + 1);
    assertThat(store.requests()).as("HEAD and copy").isEqualTo(requests + 2);
    assertThat(store.keys())
        .containsExactlyInAnyOrder("variants/" + FROM, "variants/" + TO, "variants/" + TO + "2");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "IGNORES_COPY_CONDITION",
        "CHECKS_THEN_COPIES",
        "IGNORES_COPY_SOURCE_CONDITION",
        "COPIES_WITHOUT_HEADERS",
        "COPIES_WITHOUT_CHECKSUM",
        "REFUSES_COPIES",
        "REFUSES_COPIES_WITH_409",
        "FORGETS_CHECKSUMS"
      })
  void aStoreThatDoesNotKeepItIsReadAndWritten(Fault fault) throws Exception {
    use(fault);
    put(FROM, BYTES);
    assertThat(copy(FROM, TO, BYTES)).isEqualTo(CopyResult.STORED);
    int probed = store.copies();
    assertThat(copy(FROM, TO + "2", BYTES)).isEqualTo(CopyResult.STORED);
    assertThat(store.copies()).isEqualTo(probed);
    assertThat(read(TO + "2")).isEqualTo(BYTES);
    put(TO + "3", new byte[] {9});
    assertThat(copy(FROM, TO + "3", BYTES)).isEqualTo(CopyResult.CONFLICT);
    assertThat(read(TO + "3")).isEqualTo(new byte[] {9});
  }

  @Test
  void aCopyOfOtherBytesIsRemoved() throws Exception {
    use(Fault.COPIES_OTHER_BYTES);
    put(FROM, BYTES);
    assertThat(copy(FROM, TO, BYTES)).isEqualTo(CopyResult.SOURCE_ALTERED);
    assertThat(storage.head(TO)).isEmpty();
    assertThat(put(TO, BYTES)).isEqualTo(PutResult.STORED);
  }

  @Test
  void aCopyWhoseAnswerWasLostIsOurOwn() throws Exception {
    use(Fault.LOSES_ANSWERS_TO_COPIES);
    put(FROM, BYTES);
    assertThat(copy(FROM, TO, BYTES)).isEqualTo(CopyResult.STORED);
    assertThat(read(TO)).isEqualTo(BYTES);
  }

  @Test
  void aCopyOfOtherBytesIsRemovedEvenIfItsAnswerWasLost() throws Exception {
    use(Fault.COPIES_OTHER_BYTES, Fault.LOSES_ANSWERS_TO_COPIES);
    put(FROM, BYTES);
    assertThat(copy(FROM, TO, BYTES)).isEqualTo(CopyResult.SOURCE_ALTERED);
    assertThat(storage.head(TO)).isEmpty();
  }

  @Test
  void anOutageIsNoVerdictAboutCopies() throws IOException {
    put(FROM, BYTES);
    store.begin(Fault.IS_OUT);
    assertThatThrownBy(() -> copy(FROM, TO, BYTES)).isInstanceOf(StoreUnavailable.class);
    store.end(Fault.IS_OUT);
    clock.advance(CopyProbe.PAUSE);
    assertItIsCopiedInside(TO);
  }

  /// One of the racing copies is made, but the others are not refused for being too late.
  @Test
  void anotherRefusalIsNoVerdictAboutCopies() throws IOException {
    use(Fault.REFUSES_WITH_403);
    put(FROM, BYTES);
    assertThat(copy(FROM, TO, BYTES)).isEqualTo(CopyResult.STORED);
    assertThat(store.copies()).as("by the probe").isEqualTo(1);
    store.end(Fault.REFUSES_WITH_403);
    clock.advance(CopyProbe.PAUSE);
    assertItIsCopiedInside(TO + "2");
  }

  @Test
  void aStoreThatSaysNothingIsLeftAloneForAWhile() throws IOException {
    List<Level> logged = new CopyOnWriteArrayList<>();
    LOGGER.setFilter(line -> logged.add(line.getLevel()));
    use(Fault.FORBIDS_COPIES);
    put(FROM, BYTES);
    copy(FROM, TO, BYTES);
    int requests = store.requests();
    copy(FROM, TO + "2", BYTES);
    assertThat(store.requests()).as("GET and PUT").isEqualTo(requests + 2);
    clock.advance(CopyProbe.PAUSE);
    copy(FROM, TO + "3", BYTES);
    assertThat(store.requests()).as("asked again").isGreaterThan(requests + 10);
    assertThat(logged).containsExactly(Level.WARNING);
  }

  private void assertItIsCopiedInside(String to) {
    assertThat(copy(FROM, to, BYTES)).isEqualTo(CopyResult.STORED);
    int copied = store.copies();
    int requests = store.requests();
    assertThat(copy(FROM, to + "-again", BYTES)).isEqualTo(CopyResult.STORED);
    assertThat(store.copies()).isEqualTo(copied + 1);
    assertThat(store.requests()).as("HEAD and copy").isEqualTo(requests + 2);
  }
}
