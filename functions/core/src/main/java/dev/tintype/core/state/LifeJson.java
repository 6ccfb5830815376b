package dev.tintype.core.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.state.ImageRecord.Life;
import java.util.Optional;

/// Whether an image lives, as entries of its JSON. Reading returns an equal life.
final class LifeJson {

  private LifeJson() {}

  static void putInto(ObjectNode json, Life life) {
    switch (life) {
      case Life.Live _ -> {}
      case Life.Erasing erasing -> write(json, erasing);
      case Life.Erased erased -> {
        json.put("erasingSince", erased.since().toString()).put("erasedAt", erased.at().toString());
        erased.receipt().ifPresent(receipt -> json.put("receipt", receipt));
      }
    }
  }

  /// An older release reads only `erasingSince` and drops the rest. It then erases by the same
  /// rules from the start, or, when no version is left, from the last look. It drops the account,
  /// so the image gets no receipt.
  private static void write(ObjectNode json, Life.Erasing erasing) {
    json.put("erasingSince", erasing.since().toString());
    erasing.lastLookAt().ifPresent(at -> json.put("lastLookAt", at.toString()));
    erasing.copies().ifPresent(copies -> json.put("copiesRefused", copies.refusals()));
    erasing.account().ifPresent(account -> json.set("account", ErasureAccountJson.write(account)));
  }

  static Life in(JsonObject json) {
    if (json.has("erasedAt")) {
      return new Life.Erased(
          json.instant("erasingSince"), json.instant("erasedAt"), json.optionalText("receipt"));
    }
    return json.has("erasingSince") ? erasing(json) : new Life.Live();
  }

  private static Life.Erasing erasing(JsonObject json) {
    return new Life.Erasing(
        json.instant("erasingSince"),
        json.optionalInstant("lastLookAt"),
        json.has("copiesRefused")
            ? Optional.of(new Life.Copies(json.int32("copiesRefused", 0, Integer.MAX_VALUE)))
            : Optional.empty(),
        json.has("account")
            ? Optional.of(ErasureAccountJson.read(json.object("account")))
            : Optional.empty());
  }
}
