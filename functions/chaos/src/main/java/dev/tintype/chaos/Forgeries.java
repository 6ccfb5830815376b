package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Every way to change one value of a receipt, or to leave it out.
final class Forgeries {

  private Forgeries() {}

  /// @param receipt stays as it is
  /// @return receipts that differ in one place each
  static List<JsonNode> of(ObjectNode receipt) {
    List<JsonNode> all = new ArrayList<>();
    each(
        receipt,
        (path, value) -> {
          if (!path.isEmpty()) {
            all.add(changed(receipt, path, value));
            all.add(without(receipt, path));
          }
        },
        "");
    ObjectNode more = receipt.deepCopy();
    all.add(more.put("more", "than was signed"));
    return all;
  }

  /// Visits every value, by its JSON pointer.
  private static void each(JsonNode node, BiConsumer<String, JsonNode> visitor, String path) {
    visitor.accept(path, node);
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        each(field.getValue(), visitor, path + "/" + field.getKey());
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        each(array.get(i), visitor, path + "/" + i);
      }
    }
  }

  private static JsonNode changed(ObjectNode receipt, String path, JsonNode value) {
    ObjectNode copy = receipt.deepCopy();
    JsonNode other =
        switch (value) {
          case ObjectNode object -> object.deepCopy().put("more", 1);
          case ArrayNode array -> array.deepCopy().add("more");
          default ->
              value.isNumber()
                  ? Json.object().numberNode(value.longValue() + 1)
                  : Json.object().textNode(otherText(value.textValue()));
        };
    put(copy, path, other);
    return copy;
  }

  /// Changes the first character, which is a digit or a letter in every text of a receipt.
  private static String otherText(String text) {
    return (text.startsWith("1") ? "2" : "1") + text.substring(1);
  }

  private static void put(ObjectNode root, String path, JsonNode value) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    switch (root.at(path.substring(0, path.lastIndexOf('/')))) {
      case ObjectNode object -> object.set(last, value);
      case ArrayNode array -> array.set(Integer.parseInt(last), value);
      default -> throw new IllegalStateException("no place " + path);
    }
  }

  private static JsonNode without(ObjectNode receipt, String path) {
    ObjectNode copy = receipt.deepCopy();
    String last = path.substring(path.lastIndexOf('/') + 1);
    switch (copy.at(path.substring(0, path.lastIndexOf('/')))) {
      case ObjectNode object -> object.remove(last);
      case ArrayNode array -> array.remove(Integer.parseInt(last));
      default -> throw new IllegalStateException("no place " + path);
    }
    return copy;
  }
}
