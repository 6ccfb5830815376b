package dev.tintype.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.hosts.MemoryHostNotes;
import dev.tintype.core.receipt.PublicReceiptKey;
import dev.tintype.core.receipt.ReceiptKey;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The keys of receipts: made once, readable by their owner alone, and known to every host.
final class ReceiptKeyFolderTest {

  @TempDir private Path folder;

  private final MemoryHostNotes notes = notes();

  private static MemoryHostNotes notes() {
    return new MemoryHostNotes(java.time.InstantSource.system());
  }

  private ReceiptKeyFolder host(String name, MemoryHostNotes store) {
    return host(name, store, Optional.empty());
  }

  private ReceiptKeyFolder host(String name, MemoryHostNotes store, Optional<Path> keyFile) {
    DataFolder data = new DataFolder(folder.resolve(name)).prepared();
    return new ReceiptKeyFolder(data, keyFile, store, new SecureRandom());
  }

  @Test
  void theKeyIsMadeOnceAndOnlyItsOwnerCanReadIt() throws Exception {
    PublicReceiptKey first = host("a", notes).own().publicKey();
    assertThat(host("a", notes).own().publicKey()).isEqualTo(first);
    Path file = folder.resolve("a/receipts/key.pem");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void everyHostKnowsTheKeysOfAll() {
    ReceiptKeyFolder a = host("a", notes);
    ReceiptKeyFolder b = host("b", notes);
    a.publish();
    b.publish();
    assertThat(a.known().all()).containsExactlyInAnyOrder(a.own().publicKey(), b.own().publicKey());
    assertThat(b.known()).isEqualTo(a.known());
  }

  /// Notes stay in the store that records are moved from.
  @Test
  void aMoveToAnotherStoreLosesNoKey() {
    ReceiptKeyFolder gone = host("a", notes);
    gone.publish();
    host("b", notes).publish();
    MemoryHostNotes next = notes();
    ReceiptKeyFolder left = host("b", next);
    left.publish();
    ReceiptKeyFolder late = host("c", next);
    late.publish();
    assertThat(late.known().all()).contains(gone.own().publicKey(), left.own().publicKey());
  }

  @Test
  void anOldPublicKeyStaysAfterARotation() {
    ReceiptKeyFolder host = host("a", notes);
    host.publish();
    PublicReceiptKey before = host.own().publicKey();
    PublicReceiptKey after = host.rotate().publicKey();
    assertThat(after).isNotEqualTo(before);
    assertThat(host("a", notes).own().publicKey()).isEqualTo(after);
    assertThat(host.known().all()).containsExactlyInAnyOrder(before, after);
  }

  @Test
  void aFileOfTheSettingsIsUsedAndNeverReplaced() throws Exception {
    ReceiptKey key = ReceiptKey.fresh(new SecureRandom());
    Path file = Files.writeString(folder.resolve("shared.pem"), key.pem());
    ReceiptKeyFolder host = host("a", notes, Optional.of(file));
    host.publish();
    assertThat(host.own().publicKey()).isEqualTo(key.publicKey());
    assertThat(folder.resolve("a/receipts/key.pem")).doesNotExist();
    assertThatThrownBy(host::rotate).isInstanceOf(InvalidSetting.class);
  }

  @Test
  void whatIsNoKeyIsNamed() throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong.pem"), "no key");
    assertThatThrownBy(() -> host("a", notes, Optional.of(wrong)).own())
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("wrong.pem is not a private key in PEM");
    assertThatThrownBy(() -> host("a", notes, Optional.of(folder.resolve("none"))).own())
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("TINTYPE_RECEIPT_KEY_FILE");
  }
}
