package dev.tintype.core;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.JsonObject.NumberOrObject;
import dev.tintype.core.json.MalformedJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sizes as JSON: a number for a plain width, else an object. An object with a ratio and several
/// widths stands for one size per width, named `{name}-{width}`.
final class SizeJson {

  private static final String SHARPEN = "sharpen";
  private static final String FORMATS = "formats";
  private static final String WATERMARK = "watermark";
  private static final Set<String> BOX =
      Set.of(
          "name", "width", "height", "fit", "gravity", "enlarge", "padding", SHARPEN, FORMATS,
          WATERMARK);
  private static final Set<String> RATIO =
      Set.of(
          "name", "ratio", "widths", "fit", "gravity", "enlarge", "padding", SHARPEN, FORMATS,
          WATERMARK);
  private static final Fit.Attention ATTENTION = new Fit.Attention();
  private static final Fit.Aim[] AIMS =
      Stream.concat(Stream.of(Gravity.values()), Stream.of(ATTENTION)).toArray(Fit.Aim[]::new);
  private static final Pattern RATIO_TEXT = Pattern.compile("([1-9][0-9]{0,4}):([1-9][0-9]{0,4})");

  private SizeJson() {}

  /// @throws MalformedJson when an element is no size
  /// @throws IllegalArgumentException when a value is out of range
  static List<Size> read(JsonObject json, String field) {
    List<Size> sizes = new ArrayList<>();
    for (NumberOrObject element : json.numbersOrObjects(field, 1, Limits.MAX_VARIANT_SIDE)) {
      switch (element) {
        case NumberOrObject.Whole(int width) -> sizes.add(Size.ofWidth(width));
        case NumberOrObject.Nested(JsonObject size) ->
            sizes.addAll(size.has("ratio") ? ofRatio(size) : List.of(box(size)));
      }
    }
    return sizes;
  }

  private static Size box(JsonObject json) {
    json.only(BOX);
    Fit fit = fit(json, json.has("fit") ? json.text("fit") : "");
    int width = side(json, "width");
    boolean open = fit instanceof Fit.Inside && !json.has("height");
    int height = open ? Size.tallest(width) : side(json, "height");
    return new Size(
        new SizeName(json.text("name")),
        width,
        height,
        fit,
        flag(json, SHARPEN),
        formats(json),
        flag(json, WATERMARK));
  }

  private static boolean flag(JsonObject json, String field) {
    return json.has(field) && json.bool(field);
  }

  private static Optional<Formats> formats(JsonObject json) {
    if (!json.has(FORMATS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(FormatsJson.read(json.object(FORMATS)).notNone());
    } catch (IllegalArgumentException e) {
      throw new MalformedJson(json.path() + "." + e.getMessage(), e);
    }
  }

  private static List<Size> ofRatio(JsonObject json) {
    json.only(RATIO);
    Matcher ratio = RATIO_TEXT.matcher(json.text("ratio"));
    if (!ratio.matches()) {
      throw new MalformedJson(json.path() + ".ratio must be like 16:9, not " + json.text("ratio"));
    }
    Fit fit = fit(json, json.has("fit") ? json.text("fit") : "cover");
    long across = Long.parseLong(ratio.group(1));
    long down = Long.parseLong(ratio.group(2));
    List<Size> sizes = new ArrayList<>();
    for (int width : json.integers("widths", 1, Limits.MAX_VARIANT_SIDE)) {
      long height = Math.max(1, (2L * width * down + across) / (2 * across));
      sizes.add(
          new Size(
              new SizeName(json.text("name") + "-" + width),
              width,
              (int) Math.min(height, Integer.MAX_VALUE),
              fit,
              flag(json, SHARPEN),
              formats(json),
              flag(json, WATERMARK)));
    }
    if (sizes.isEmpty()) {
      throw new MalformedJson(json.path() + ".widths must be 1 or more, not none");
    }
    return sizes;
  }

  private static int side(JsonObject json, String field) {
    return json.int32(field, 1, Limits.MAX_VARIANT_SIDE);
  }

  private static Fit fit(JsonObject json, String fit) {
    boolean enlarge = json.has("enlarge") && json.bool("enlarge");
    return switch (fit) {
      case "inside" -> {
        refuse(json, "gravity", fit);
        refuse(json, "padding", fit);
        yield new Fit.Inside(enlarge);
      }
      case "cover" -> {
        refuse(json, "padding", fit);
        yield new Fit.Cover(enlarge, aim(json));
      }
      case "contain" -> new Fit.Contain(enlarge, gravity(json), padding(json));
      default ->
          throw new MalformedJson(
              json.path() + ".fit must be inside, cover or contain, not '" + fit + "'");
    };
  }

  private static void refuse(JsonObject json, String field, String fit) {
    if (json.has(field)) {
      throw new MalformedJson(json.path() + "." + field + " has no meaning with fit " + fit);
    }
  }

  private static Fit.Aim aim(JsonObject json) {
    return json.has("gravity") ? oneOf(json, "gravity", AIMS, Fit.Aim::id) : Gravity.CENTRE;
  }

  /// @return where a contained picture is placed
  private static Gravity gravity(JsonObject json) {
    if (!json.has("gravity")) {
      return Gravity.CENTRE;
    }
    if (json.text("gravity").equals(ATTENTION.id())) {
      throw new MalformedJson(
          json.path()
              + ".gravity attention has no meaning with fit contain, which cuts nothing off");
    }
    return oneOf(json, "gravity", Gravity.values(), Gravity::id);
  }

  private static Fit.Padding padding(JsonObject json) {
    return json.has("padding")
        ? oneOf(json, "padding", Fit.Padding.values(), SizeJson::id)
        : Fit.Padding.BACKGROUND;
  }

  private static String id(Fit.Padding padding) {
    return switch (padding) {
      case BACKGROUND -> "background";
      case TRANSPARENT -> "transparent";
    };
  }

  static <T> T oneOf(JsonObject json, String field, T[] all, Function<T, String> id) {
    String text = json.text(field);
    return Arrays.stream(all)
        .filter(one -> id.apply(one).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new MalformedJson(
                json.path()
                    + "."
                    + field
                    + " must be one of "
                    + Arrays.stream(all).map(id).collect(Collectors.joining(", "))
                    + ", not '"
                    + text
                    + "'"));
  }

  /// Writes each size so that [#read] reads it back equal. What has its default is left out, so
  /// that a later option changes no digest.
  static void write(List<Size> sizes, ArrayNode json) {
    for (Size size : sizes) {
      if (size.name().isWidth()) {
        json.add(size.widthPx());
      } else {
        write(size, json.addObject());
      }
    }
  }

  private static void write(Size size, ObjectNode json) {
    json.put("name", size.name().text())
        .put("width", size.widthPx())
        .put("height", size.heightPx());
    switch (size.fit()) {
      case Fit.Inside _ -> json.put("fit", "inside");
      case Fit.Cover cover -> write(json.put("fit", "cover"), cover.gravity());
      case Fit.Contain contain -> {
        write(json.put("fit", "contain"), contain.gravity());
        if (contain.padding() != Fit.Padding.BACKGROUND) {
          json.put("padding", id(contain.padding()));
        }
      }
    }
    if (size.fit().enlarge()) {
      json.put("enlarge", true);
    }
    if (size.sharpen()) {
      json.put(SHARPEN, true);
    }
    size.formats().ifPresent(formats -> FormatsJson.write(formats, json.putObject(FORMATS)));
    if (size.watermark()) {
      json.put(WATERMARK, true);
    }
  }

  private static void write(ObjectNode json, Fit.Aim gravity) {
    if (!gravity.equals(Gravity.CENTRE)) {
      json.put("gravity", gravity.id());
    }
  }

  /// Writes the field `size` of a variant: a number for a plain width, else a string.
  static void write(SizeName name, ObjectNode variant) {
    if (name.isWidth()) {
      variant.put("size", name.widthPx());
    } else {
      variant.put("size", name.text());
    }
  }

  /// @return the field `size` of a variant
  /// @throws MalformedJson when it is neither a width nor a name
  static SizeName name(JsonObject variant) {
    if (!variant.node().path("size").isTextual()) {
      return SizeName.ofWidth(variant.int32("size", 1, Limits.MAX_VARIANT_SIDE));
    }
    SizeName name = new SizeName(variant.text("size"));
    if (name.isWidth()) {
      throw new MalformedJson("size must be a number, not the text '" + name + "'");
    }
    return name;
  }
}
