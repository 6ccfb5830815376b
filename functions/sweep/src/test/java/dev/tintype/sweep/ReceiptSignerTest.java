package dev.tintype.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.aws.host.PrimingStack;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.flow.erase.PublicLook;
import dev.tintype.core.flow.erase.PublicLook.Seen;
import dev.tintype.core.receipt.ReceiptKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which key signs on AWS, and what becomes of erasures when it may not be used.
final class ReceiptSignerTest {

  private final ReceiptKey old = ReceiptKey.fresh(new SecureRandom());
  private final ReceiptKey present = ReceiptKey.fresh(new SecureRandom());

  private static Settings settings(String key, String publicKeys) {
    Map<String, String> environment = new HashMap<>(PrimingStack.SETTINGS.environment());
    environment.put("TINTYPE_LOOK_URL", "https://files.example");
    environment.put("TINTYPE_RECEIPT_KEY", key);
    environment.put("TINTYPE_RECEIPT_PUBLIC_KEYS", publicKeys);
    return new Settings(environment);
  }

  @Test
  void anAnnouncedKeySigns() {
    String announced = old.publicKey().base64() + "," + present.publicKey().base64();
    ReceiptSigner signer = ReceiptSigner.of(settings(present.pem(), announced));
    assertThat(signer.key().orElseThrow().publicKey()).isEqualTo(present.publicKey());
    assertThat(signer.trouble()).isEmpty();
  }

  @Test
  void withoutAKeyNothingIsWrong() {
    ReceiptSigner signer = ReceiptSigner.of(settings("", ""));
    assertThat(signer.key()).isEmpty();
    assertThat(signer.trouble()).isEmpty();
  }

  /// The sweeper is built nevertheless, and its erasures wait for their last look.
  @Test
  void aKeyThatIsNotAnnouncedOrNoneSignsNothingAndErasuresWait() {
    for (Settings settings :
        List.of(
            settings(present.pem(), old.publicKey().base64()),
            settings(present.pem(), "something"),
            settings("no key", present.publicKey().base64()))) {
      ReceiptSigner signer = ReceiptSigner.of(settings);
      assertThat(signer.key()).isEmpty();
      assertThat(signer.trouble()).isPresent();
      PublicLook look = Wiring.look(settings, signer, InstantSource.system());
      assertThat(look.at(List.of("v/i/a.avif"), () -> true)).isInstanceOf(Seen.Unknown.class);
      assertThat(Wiring.sweeper(settings)).isNotNull();
    }
  }
}
