package dev.tintype.sweep;

import dev.tintype.aws.host.Settings;
import dev.tintype.core.receipt.InvalidReceiptKey;
import dev.tintype.core.receipt.ReceiptKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// The key that signs the receipts of a stack. A key whose public key is not announced signs
/// nothing, because nobody could verify what it signs.
///
/// @param key the key; absent when the stack has none, or one that may not be used
/// @param trouble why the key may not be used, if it is so. Until that is mended, no erasure ends
record ReceiptSigner(Optional<ReceiptKey> key, Optional<String> trouble) {

  private static final Logger LOGGER = System.getLogger("dev.tintype.sweep");

  /// Reads the settings, and logs what is wrong with them.
  static ReceiptSigner of(Settings settings) {
    Optional<ReceiptKey> key;
    try {
      key = settings.receiptKey();
    } catch (InvalidReceiptKey e) {
      return wrong("TINTYPE_RECEIPT_KEY is " + e.getMessage());
    }
    try {
      if (key.isEmpty() || settings.receiptKeys().all().contains(key.get().publicKey())) {
        return new ReceiptSigner(key, Optional.empty());
      }
      return wrong(
          "TINTYPE_RECEIPT_PUBLIC_KEYS lacks the public key of TINTYPE_RECEIPT_KEY, "
              + key.get().publicKey().base64());
    } catch (InvalidReceiptKey e) {
      return wrong("TINTYPE_RECEIPT_PUBLIC_KEYS has something that is " + e.getMessage());
    }
  }

  private static ReceiptSigner wrong(String why) {
    LOGGER.log(Level.ERROR, () -> "event=receipt.key_refused detail=\"" + why + '"');
    return new ReceiptSigner(Optional.empty(), Optional.of(why));
  }
}
