package dev.tintype.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.Optional;
import java.util.Set;

/// The focal point of a picture: the point that crops keep as near to their centre as they can. It
/// belongs to an original.
///
/// @param x from the left edge, in 1/10,000 of the width of the upright picture, 0 to 10,000
/// @param y from the upper edge, in 1/10,000 of the height of the upright picture, 0 to 10,000
public record Focus(int x, int y) {

  /// The coordinate of the right and the lower edge.
  public static final int SCALE = 10_000;

  /// The centre of every picture.
  public static final Focus CENTRE = new Focus(SCALE / 2, SCALE / 2);

  private static final String FIELD = "focus";

  /// @throws IllegalArgumentException when a coordinate is out of range
  public Focus {
    inRange("x", x);
    inRange("y", y);
  }

  private static void inRange(String name, int value) {
    if (value < 0 || value > SCALE) {
      throw new IllegalArgumentException(
          FIELD + "." + name + " must be 0 to " + SCALE + ", not " + value);
    }
  }

  /// Reads the field `focus`.
  ///
  /// @param json the object that may have the field
  /// @return absent when it has none
  /// @throws MalformedJson when the field is not an object of two whole numbers in range
  public static Optional<Focus> in(JsonObject json) {
    return json.has(FIELD) ? Optional.of(only(json.object(FIELD))) : Optional.empty();
  }

  private static Focus only(JsonObject json) {
    json.only(Set.of("x", "y"));
    return of(json);
  }

  /// Reads the fields `x` and `y`.
  ///
  /// @throws MalformedJson when one of them is no whole number in range
  public static Focus of(JsonObject json) {
    return new Focus(json.int32("x", 0, SCALE), json.int32("y", 0, SCALE));
  }

  /// Writes the field `focus`, so that [#in] reads it back equal.
  ///
  /// @param json gets the field
  public void putInto(ObjectNode json) {
    json.set(FIELD, Json.object().put("x", x).put("y", y));
  }
}
