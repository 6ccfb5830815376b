package dev.tintype.core.flow.erase;

import dev.tintype.core.receipt.ReceiptIssuer;
import dev.tintype.core.state.Erasure.Permissions;
import java.util.Optional;

/// What the erasures of a platform depend on.
///
/// @param look looks whether a viewer still finds something
/// @param issuer signs receipts; absent when the platform has no key, so that it writes none
/// @param permissions what a tombstone does to the upload permissions of its image
public record ErasureTerms(
    PublicLook look, Optional<ReceiptIssuer> issuer, Permissions permissions) {

  /// The terms of a platform without viewers and without a key, whose storage takes the uploads.
  public static final ErasureTerms PLAIN =
      new ErasureTerms(PublicLook.NOBODY, Optional.empty(), Permissions.STAY);
}
