package dev.tintype.render.reuse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Encoding;
import dev.tintype.core.json.Json;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.View;
import dev.tintype.render.plan.View.Crop;
import dev.tintype.render.plan.View.Padding;

/// The values of a plan as JSON that is different for different values.
final class Chain {

  private Chain() {}

  static ObjectNode json(View view) {
    return switch (view) {
      case View(var picture, var crop, var padding, var sharpened) -> {
        ObjectNode json = Json.object().put("sharpened", sharpened);
        json.set("picture", json(picture));
        crop.ifPresent(part -> json.set("crop", json(part)));
        padding.ifPresent(around -> json.set("padding", json(around)));
        yield json;
      }
    };
  }

  static ObjectNode json(Dimensions dimensions) {
    return switch (dimensions) {
      case Dimensions(var width, var height) ->
          Json.object().put("width", width).put("height", height);
    };
  }

  private static ObjectNode json(Crop crop) {
    return switch (crop) {
      case Crop.Attention(var size) -> json(size).put("at", "attention");
      case Crop.Window(var x, var y, var size) ->
          json(size).put("at", "window").put("x", x).put("y", y);
    };
  }

  private static ObjectNode json(Padding padding) {
    return switch (padding) {
      case Padding(var x, var y, var whole, var transparent) ->
          json(whole).put("x", x).put("y", y).put("transparent", transparent);
    };
  }

  /// @param encoding as used for one file. The widths that it is meant for do not matter there
  static ObjectNode json(Encoding encoding) {
    return switch (encoding) {
      case Encoding(_, var fidelity, var effort) ->
          switch (fidelity) {
            case Encoding.Lossless() ->
                Json.object().put("effort", effort).put("fidelity", "lossless");
            case Encoding.Lossy(var quality, var chroma) ->
                Json.object()
                    .put("effort", effort)
                    .put("fidelity", "lossy")
                    .put("quality", quality)
                    .put("chroma", chroma.id());
          };
    };
  }
}
