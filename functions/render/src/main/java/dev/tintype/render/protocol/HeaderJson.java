package dev.tintype.render.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import java.util.Locale;

/// A header as JSON, as the renderer reports it.
public final class HeaderJson {

  private static final int ANY = Integer.MAX_VALUE;

  private HeaderJson() {}

  /// @return the header as a tree
  public static ObjectNode write(Header header) {
    return Json.object()
        .put("format", header.format().id())
        .put("width", header.stored().width())
        .put("height", header.stored().height())
        .put("orientation", header.orientation())
        .put("frames", header.frames())
        .put("bands", header.bands())
        .put("bitsPerChannel", header.bitsPerChannel())
        .put("alpha", header.alpha())
        .put("heldPixels", header.heldPixels())
        .put("colors", header.colors().code())
        .put("bytes", header.bytes());
  }

  /// @throws BadFrame when the tree is not a header
  public static Header read(JsonObject json) {
    try {
      return new Header(
          OriginalFormat.valueOf(json.text("format").toUpperCase(Locale.ROOT)),
          new Dimensions(json.int32("width", 1, ANY), json.int32("height", 1, ANY)),
          json.int32("orientation", 1, 8),
          json.int32("frames", 1, ANY),
          json.int32("bands", 1, 64),
          json.int32("bitsPerChannel", 1, 128),
          json.bool("alpha"),
          json.integer("heldPixels", 0, 1L << 62),
          ColorSource.valueOf(json.text("colors").toUpperCase(Locale.ROOT)),
          json.integer("bytes", 0, Long.MAX_VALUE));
    } catch (MalformedJson | IllegalArgumentException e) {
      throw new BadFrame("not a header", e);
    }
  }
}
