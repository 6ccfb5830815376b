package dev.tintype.core.receipt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The public keys of an installation: those that sign receipts, and those that did.
///
/// @param all every key, in the order of their ids
public record ReceiptKeys(List<PublicReceiptKey> all) {

  /// An installation that signs no receipts.
  public static final ReceiptKeys NONE = new ReceiptKeys(List.of());

  /// Sorts the list, and drops what is in it twice.
  public ReceiptKeys {
    all = all.stream().distinct().sorted(Comparator.comparing(PublicReceiptKey::id)).toList();
  }

  Optional<PublicReceiptKey> find(String id) {
    return all.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /// @return the keys as `GET /receipt-key` answers them
  public ObjectNode json() {
    ObjectNode json = Json.object();
    ArrayNode keys = json.putArray("keys");
    for (PublicReceiptKey key : all) {
      keys.addObject()
          .put("id", key.id())
          .put("algorithm", PublicReceiptKey.ALGORITHM)
          .put("publicKey", key.base64());
    }
    return json;
  }

  /// @throws MalformedJson when this is not what [#json] writes
  public static ReceiptKeys read(JsonObject json) {
    try {
      return new ReceiptKeys(
          json.objects("keys").stream()
              .map(key -> new PublicReceiptKey(key.text("publicKey")))
              .toList());
    } catch (InvalidReceiptKey e) {
      throw new MalformedJson("publicKey is " + e.getMessage(), e);
    }
  }
}
