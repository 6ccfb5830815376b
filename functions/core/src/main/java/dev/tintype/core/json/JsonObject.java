package dev.tintype.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A JSON object with typed readers. When a field does not fit, the exception names the field, the
/// expected type and the value found. Not thread-safe while its node is being changed.
///
/// @param path its position in the document, for messages; empty at the root
/// @param node the object itself
public record JsonObject(String path, ObjectNode node) {

  /// @throws MalformedJson when the object has a field that is not in the set
  public void only(Set<String> fields) {
    Set<String> unknown = new TreeSet<>();
    node.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(fields);
    if (!unknown.isEmpty()) {
      throw new MalformedJson(
          "unknown field " + at(unknown.iterator().next()) + "; known: " + new TreeSet<>(fields));
    }
  }

  /// @return whether the field is present and not null
  public boolean has(String field) {
    return node.hasNonNull(field);
  }

  /// @throws MalformedJson when the field is missing or not a string
  public String text(String field) {
    JsonNode value = value(field);
    if (!value.isTextual()) {
      throw wrong(field, "a string", value);
    }
    String text = value.textValue();
    if (!isUnicode(text)) {
      throw new MalformedJson(at(field) + " has half a surrogate pair, which is no character");
    }
    return text;
  }

  /// An escape in JSON can denote half a surrogate pair; UTF-8 cannot encode it.
  private static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /// @throws MalformedJson when the field is present and not a string
  public Optional<String> optionalText(String field) {
    return has(field) ? Optional.of(text(field)) : Optional.empty();
  }

  /// Reads a whole number in any notation: `3.0` is one.
  ///
  /// @throws MalformedJson when the field is missing, not a whole number or out of range
  public long integer(String field, long minimum, long maximum) {
    JsonNode value = value(field);
    if (!value.canConvertToExactIntegral()
        || !value.canConvertToLong()
        || value.longValue() < minimum
        || value.longValue() > maximum) {
      throw wrong(field, "a whole number from " + minimum + " to " + maximum, value);
    }
    return value.longValue();
  }

  /// @throws MalformedJson when the field is missing, not a whole number or out of range
  public int int32(String field, int minimum, int maximum) {
    return (int) integer(field, minimum, maximum);
  }

  /// @throws MalformedJson when the field is missing or not a boolean
  public boolean bool(String field) {
    JsonNode value = value(field);
    if (!value.isBoolean()) {
      throw wrong(field, "true or false", value);
    }
    return value.booleanValue();
  }

  /// @throws MalformedJson when the field is missing or not an ISO 8601 instant
  public Instant instant(String field) {
    try {
      return Instant.parse(text(field));
    } catch (DateTimeException e) {
      throw new MalformedJson(at(field) + " must be an instant in ISO 8601", e);
    }
  }

  /// @throws MalformedJson when the field is present and not an ISO 8601 instant
  public Optional<Instant> optionalInstant(String field) {
    return has(field) ? Optional.of(instant(field)) : Optional.empty();
  }

  /// @throws MalformedJson when the field is missing or not an object
  public JsonObject object(String field) {
    JsonNode value = value(field);
    if (value instanceof ObjectNode object) {
      return new JsonObject(at(field), object);
    }
    throw wrong(field, "an object", value);
  }

  /// @throws MalformedJson when the field is missing or not an array of objects
  public List<JsonObject> objects(String field) {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonNode element : elements(field)) {
      if (!(element instanceof ObjectNode object)) {
        throw wrong(field, "an array of objects", element);
      }
      objects.add(new JsonObject(at(field) + "[" + objects.size() + "]", object));
    }
    return objects;
  }

  /// @throws MalformedJson when the field is missing or not an array of whole numbers in the range
  public List<Integer> integers(String field, int minimum, int maximum) {
    List<Integer> integers = new ArrayList<>();
    for (JsonNode element : elements(field)) {
      integers.add(number(field, element, minimum, maximum));
    }
    return integers;
  }

  /// @throws MalformedJson when the field is missing or not an array of strings
  public List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements(field)) {
      if (!element.isTextual()) {
        throw wrong(field, "an array of strings", element);
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  /// An element of an array that holds numbers and objects.
  public sealed interface NumberOrObject {
    /// A whole number.
    record Whole(int number) implements NumberOrObject {}

    /// An object.
    record Nested(JsonObject object) implements NumberOrObject {}
  }

  /// @throws MalformedJson when the field is missing, not an array, or an element is neither an
  ///   object nor a whole number in the range
  public List<NumberOrObject> numbersOrObjects(String field, int minimum, int maximum) {
    List<NumberOrObject> all = new ArrayList<>();
    for (JsonNode element : elements(field)) {
      if (element instanceof ObjectNode object) {
        all.add(
            new NumberOrObject.Nested(new JsonObject(at(field) + "[" + all.size() + "]", object)));
      } else {
        all.add(new NumberOrObject.Whole(number(field, element, minimum, maximum)));
      }
    }
    return all;
  }

  private int number(String field, JsonNode element, int minimum, int maximum) {
    if (!element.canConvertToExactIntegral()
        || !element.canConvertToLong()
        || element.longValue() < minimum
        || element.longValue() > maximum) {
      throw wrong(field, "an array of whole numbers from " + minimum + " to " + maximum, element);
    }
    return element.intValue();
  }

  private JsonNode elements(String field) {
    JsonNode value = value(field);
    if (!value.isArray()) {
      throw wrong(field, "an array", value);
    }
    return value;
  }

  private JsonNode value(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw new MalformedJson(at(field) + " is missing");
    }
    return value;
  }

  private MalformedJson wrong(String field, String wanted, JsonNode found) {
    String shown = found.toString();
    return new MalformedJson(
        at(field)
            + " must be "
            + wanted
            + ", not "
            + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown));
  }

  private String at(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
