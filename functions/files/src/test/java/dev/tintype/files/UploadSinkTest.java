package dev.tintype.files;

import static dev.tintype.files.FileStorageDiskTest.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Race;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.UploadSink;
import dev.tintype.core.port.UploadSink.Received;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadSinkTest {

  private static final byte[] BYTES = bytes(100_000);
  private static final Original DECLARED =
      new Original(Sha256.of(BYTES), BYTES.length, "image/jpeg");
  private static final String KEY = "originals/01JD2Z6K7M8N9PQRSTVWXYZ012/" + Sha256.of(BYTES);

  @TempDir private Path root;
  private FileStorage storage;

  @BeforeEach
  void open() {
    storage = FileStorage.open(root, InstantSource.system());
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private Received upload(byte[] bytes) {
    try (UploadSink sink = storage.receive(KEY, DECLARED)) {
      for (int from = 0; from < bytes.length; from += 7001) {
        int to = Math.min(bytes.length, from + 7001);
        assertThat(sink.append(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to)))).isTrue();
      }
      return sink.commit();
    }
  }

  @Test
  void whatWasDeclaredIsStored() throws Exception {
    assertThat(upload(BYTES)).isEqualTo(new Received.Stored());
    try (var in = storage.open(KEY, java.util.Optional.empty()).orElseThrow()) {
      assertThat(in.readAllBytes()).isEqualTo(BYTES);
    }
    assertThat(files(root)).hasSize(1);
  }

  @Test
  void theSameUploadAgainIsAlreadyThere() {
    upload(BYTES);
    assertThat(upload(BYTES)).isEqualTo(new Received.AlreadyThere());
    assertThat(files(root)).hasSize(1);
  }

  @Test
  void ofRacingUploadsOneIsStored() throws Exception {
    List<Received> results = Race.of(8, i -> () -> upload(BYTES));
    assertThat(Collections.frequency(results, new Received.Stored())).isEqualTo(1);
    assertThat(Collections.frequency(results, new Received.AlreadyThere())).isEqualTo(7);
  }

  @Test
  void otherBytesUnderTheKeyStay() {
    upload(BYTES);
    byte[] other = {1, 2, 3};
    Original declared = new Original(Sha256.of(other), 3, "image/jpeg");
    try (UploadSink sink = storage.receive(KEY, declared)) {
      assertThat(sink.append(ByteBuffer.wrap(other))).isTrue();
      assertThat(sink.commit()).isEqualTo(new Received.Conflict());
    }
    assertThat(storage.head(KEY).orElseThrow().bytes()).isEqualTo(BYTES.length);
  }

  @Test
  void aByteTooManyIsRefusedBeforeItIsWritten() {
    try (UploadSink sink = storage.receive(KEY, DECLARED)) {
      assertThat(sink.append(ByteBuffer.wrap(BYTES))).isTrue();
      assertThat(sink.append(ByteBuffer.wrap(new byte[1]))).isFalse();
    }
    assertThat(files(root)).isEmpty();
  }

  @Test
  void anUploadCutOffIsNotStored() {
    assertThat(upload(Arrays.copyOf(BYTES, 50_000))).isEqualTo(new Received.WrongLength(50_000));
    assertThat(files(root)).isEmpty();
  }

  @Test
  void otherBytesThanDeclaredAreNotStored() {
    byte[] other = BYTES.clone();
    other[77]++;
    assertThat(upload(other)).isEqualTo(new Received.WrongDigest(Sha256.of(other)));
    assertThat(files(root)).isEmpty();
  }

  @Test
  void anAbandonedUploadLeavesNothing() {
    try (UploadSink sink = storage.receive(KEY, DECLARED)) {
      assertThat(sink.append(ByteBuffer.wrap(BYTES, 0, 500))).isTrue();
      assertThat(files(root)).hasSize(1);
    }
    assertThat(files(root)).isEmpty();
    assertThat(storage.head(KEY)).isEmpty();
  }

  @Test
  void moreThanThereIsRoomForIsRefusedAtOnce() {
    Original huge = new Original(Sha256.of("huge"), Long.MAX_VALUE, "image/jpeg");
    assertThatThrownBy(() -> storage.receive(KEY, huge)).isInstanceOf(StorageFull.class);
    assertThat(files(root)).isEmpty();
  }

  @Test
  void aKeyThatIsNoPathIsRefused() {
    assertThatThrownBy(() -> storage.receive("../x", DECLARED))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
