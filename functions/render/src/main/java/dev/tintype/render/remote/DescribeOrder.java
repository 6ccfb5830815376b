package dev.tintype.render.remote;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.Set;

/// The order to render nothing and to answer which measures of the sandbox hold
/// ([RenderAnswer.Described]). It also shows whether the function and its renderer start.
public final class DescribeOrder {

  private static final String FIELD = "describe";

  private DescribeOrder() {}

  /// @return the order as JSON: `{"describe":true}`
  public static byte[] json() {
    return Json.bytes(Json.object().put(FIELD, true));
  }

  /// @return whether the bytes are this order
  /// @throws MalformedJson when they are no JSON object, or this order with another field
  public static boolean isIn(byte[] bytes) {
    JsonObject json = Json.parse(bytes);
    if (!json.has(FIELD)) {
      return false;
    }
    json.only(Set.of(FIELD));
    return json.bool(FIELD);
  }
}
