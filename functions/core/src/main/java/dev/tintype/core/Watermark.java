package dev.tintype.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.Optional;
import java.util.Set;

/// A picture that is laid over the sizes that name it, and where. Immutable.
///
/// @param image digest of the picture's file
/// @param gravity at which edge or corner it is placed
/// @param marginPercent its distance from the edges, in per cent of the variant's shorter side, 0
///   to 40
/// @param widthPercent its width, in per cent of the variant's width, 1 to 100
/// @param opacityPercent how much of it shows, 1 to 100
public record Watermark(
    Sha256 image, Gravity gravity, int marginPercent, int widthPercent, int opacityPercent) {

  private static final String FIELD = "watermark";
  private static final String IMAGE = "sha256";
  private static final String GRAVITY = "gravity";
  private static final String MARGIN = "margin";
  private static final String WIDTH = "width";
  private static final String OPACITY = "opacity";
  private static final Set<String> FIELDS = Set.of(IMAGE, GRAVITY, MARGIN, WIDTH, OPACITY);

  /// With a wider margin, small variants would have no room between the margins.
  private static final int MOST_MARGIN = 40;

  private static final int USUAL_MARGIN = 3;
  private static final int USUAL_WIDTH = 20;

  /// @throws IllegalArgumentException when a number is out of range
  public Watermark {
    inRange(MARGIN, marginPercent, 0, MOST_MARGIN);
    inRange(WIDTH, widthPercent, 1, 100);
    inRange(OPACITY, opacityPercent, 1, 100);
  }

  private static void inRange(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s.%s must be %d to %d, not %d".formatted(FIELD, field, least, most, value));
    }
  }

  /// Reads the field `watermark`. All of its fields but the digest have defaults.
  ///
  /// @param json the object that may have the field
  /// @return absent when it has none
  /// @throws MalformedJson when the field is no watermark
  static Optional<Watermark> in(JsonObject json) {
    return json.has(FIELD) ? Optional.of(read(json.object(FIELD))) : Optional.empty();
  }

  private static Watermark read(JsonObject json) {
    json.only(FIELDS);
    return new Watermark(
        image(json),
        json.has(GRAVITY)
            ? SizeJson.oneOf(json, GRAVITY, Gravity.values(), Gravity::id)
            : Gravity.SOUTH_EAST,
        json.has(MARGIN) ? json.int32(MARGIN, 0, MOST_MARGIN) : USUAL_MARGIN,
        json.has(WIDTH) ? json.int32(WIDTH, 1, 100) : USUAL_WIDTH,
        json.has(OPACITY) ? json.int32(OPACITY, 1, 100) : 100);
  }

  private static Sha256 image(JsonObject json) {
    String hex = json.text(IMAGE);
    if (!Sha256.isHex(hex, 64)) {
      throw new MalformedJson(
          json.path() + ".sha256 must be 64 lowercase hex digits, not '" + hex + "'");
    }
    return new Sha256(hex);
  }

  /// Writes the field `watermark` in full, so that a later default changes no digest.
  ///
  /// @param json gets the field
  void putInto(ObjectNode json) {
    json.putObject(FIELD)
        .put(IMAGE, image.hex())
        .put(GRAVITY, gravity.id())
        .put(MARGIN, marginPercent)
        .put(WIDTH, widthPercent)
        .put(OPACITY, opacityPercent);
  }
}
