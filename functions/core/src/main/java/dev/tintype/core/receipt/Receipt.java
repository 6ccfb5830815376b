package dev.tintype.core.receipt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.CanonicalJson;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A receipt that was read and is not verified yet. [ReceiptIssuer] says how it is signed.
///
/// @param json its fields
public record Receipt(JsonObject json) {

  private static final String SIGNED = "signed";
  private static final String SIGNATURE = "signature";

  /// @throws MalformedJson when the bytes are no JSON object
  public static Receipt read(byte[] utf8) {
    return new Receipt(Json.parse(utf8));
  }

  /// The result of a verification.
  public sealed interface Verdict {
    /// Everything in it is as it was signed.
    ///
    /// @param keyId the id of the key that signed it
    record Valid(String keyId) implements Verdict {}

    /// It is not as it was signed, or it was never signed by one of the keys.
    ///
    /// @param reasons what differs, one sentence each without a full stop
    record Invalid(List<String> reasons) implements Verdict {
      /// Copies the list.
      public Invalid {
        reasons = List.copyOf(reasons);
      }
    }
  }

  /// @return whether one of the keys signed this receipt as it is
  public Verdict verify(ReceiptKeys keys) {
    try {
      return verified(keys);
    } catch (MalformedJson | IllegalArgumentException e) {
      return new Verdict.Invalid(List.of("it is no receipt: " + e.getMessage()));
    }
  }

  private Verdict verified(ReceiptKeys keys) {
    long form = json.integer("v", 1, Integer.MAX_VALUE);
    JsonObject signed = json.object(SIGNED);
    String keyId = json.text("keyId");
    Optional<PublicReceiptKey> key = keys.find(keyId);
    List<String> reasons = new ArrayList<>();
    if (key.isEmpty()) {
      reasons.add("no key with the ID '" + keyId + "' is known");
    } else if (!key.get().hasSigned(CanonicalJson.of(signed.node()), json.text(SIGNATURE))) {
      reasons.add("the signature is not that of the key " + keyId + " for these digests");
    }
    reasons.addAll(changed(signed));
    if (reasons.isEmpty() && form != ReceiptIssuer.FORM) {
      reasons.add("it is signed, but its form " + form + " is of a newer release");
    }
    return reasons.isEmpty() ? new Verdict.Valid(keyId) : new Verdict.Invalid(reasons);
  }

  private List<String> changed(JsonObject signed) {
    Set<String> names = new TreeSet<>();
    json.node().fieldNames().forEachRemaining(names::add);
    signed.node().fieldNames().forEachRemaining(names::add);
    names.removeAll(Set.of(SIGNED, SIGNATURE));
    List<String> reasons = new ArrayList<>();
    for (String name : names) {
      JsonNode value = json.node().get(name);
      if (value == null) {
        reasons.add("the field '" + name + "' is missing");
      } else if (!signed.node().has(name)) {
        reasons.add("the field '" + name + "' was added");
      } else if (!signed.text(name).equals(digest(value))) {
        reasons.add("the field '" + name + "' was changed");
      }
    }
    return reasons;
  }

  /// @return the digest of the canonical form of a value, as hex digits
  /// @throws IllegalArgumentException when the value has no canonical form here
  static String digest(JsonNode value) {
    return Sha256.of(CanonicalJson.of(value)).hex();
  }
}
