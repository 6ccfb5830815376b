package dev.tintype.core.receipt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.CanonicalJson;
import dev.tintype.core.json.Json;
import java.util.List;

/// Writes and signs receipts of erasures. Safe for use by many threads.
///
/// A receipt is a JSON object. Its field `signed` has the SHA-256 of the canonical form (RFC 8785)
/// of every other field, except `signature`, which signs the canonical form of `signed`. So a
/// reader can tell which field was changed.
///
/// @param installation what the installation is called: its public URL
/// @param key signs
public record ReceiptIssuer(String installation, ReceiptKey key) {

  /// The number of this form of receipts.
  static final int FORM = 1;

  private static final List<String> NOT_COVERED =
      List.of(
          "backups and snapshots of the storage and of the job store, and object versions that a"
              + " bucket keeps",
          "copies that viewers, their browsers or caches of others have: a file may be kept for up"
              + " to 31536000 seconds after it was fetched",
          "logs, which have the image's ID and digests of its versions",
          "what receivers of notifications and clients of the API have kept");

  /// @return the receipt as canonical JSON, with the signature
  public String issue(ErasedImage image) {
    ObjectNode json =
        Json.object()
            .put("v", FORM)
            .put("installation", installation)
            .put("keyId", key.publicKey().id())
            .put("imageId", image.id().value())
            .put("objectsDeleted", image.objectsDeleted())
            .put("askedAt", image.askedAt().toString())
            .put("deletedAt", image.deletedAt().toString());
    json.set("originals", texts(image.originals()));
    json.set("versions", texts(image.versions()));
    json.set("lastCheck", check(image.lastCheck()));
    json.set("notCovered", texts(NOT_COVERED));
    ObjectNode signed = Json.object();
    json.properties()
        .forEach(field -> signed.put(field.getKey(), Receipt.digest(field.getValue())));
    json.set("signed", signed);
    return CanonicalJson.of(json.put("signature", key.sign(CanonicalJson.of(signed))));
  }

  private static JsonNode check(LastCheck check) {
    ObjectNode statuses = Json.object();
    check.statuses().forEach((status, urls) -> statuses.put(status.toString(), urls));
    ObjectNode json =
        Json.object()
            .put("at", check.at().toString())
            .put("base", check.base())
            .put("urls", check.urls());
    json.set("statuses", statuses);
    return json;
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode array = Json.array();
    texts.forEach(array::add);
    return array;
  }
}
