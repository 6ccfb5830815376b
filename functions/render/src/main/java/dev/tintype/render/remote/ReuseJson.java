package dev.tintype.render.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Reuse.Placeholder;
import dev.tintype.core.port.Reuse.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a rendering need not make, as the field `reuse` of an order. A function that does not know
/// the field makes everything.
final class ReuseJson {

  private static final String FIELD = "reuse";

  private ReuseJson() {}

  static void put(Reuse reuse, ObjectNode order) {
    ObjectNode json = order.putObject(FIELD);
    json.set("original", ManifestJson.write(reuse.original()));
    ObjectNode files = json.putObject("files");
    reuse
        .files()
        .forEach((name, source) ->
            files
                .putObject(name)
                .put("key", source.key())
                .put("bytes", source.bytes())
                .put("sha256", source.sha256().hex()));
    reuse
        .placeholder()
        .ifPresent(known ->
            json.put("thumbhash", known.thumbhash()).put("dominantColor", known.dominantColor()));
  }

  /// @return absent when the order has no such field
  /// @throws dev.tintype.core.json.MalformedJson when the field has another form
  static Optional<Reuse> in(JsonObject order) {
    return order.has(FIELD) ? Optional.of(read(order.object(FIELD))) : Optional.empty();
  }

  private static Reuse read(JsonObject json) {
    JsonObject files = json.object("files");
    Map<String, Source> sources = new HashMap<>();
    files
        .node()
        .fieldNames()
        .forEachRemaining(name -> sources.put(name, source(files.object(name))));
    return new Reuse(
        ManifestJson.original(json.object("original")),
        sources,
        json.optionalText("thumbhash")
            .map(thumbhash -> new Placeholder(thumbhash, json.text("dominantColor"))));
  }

  private static Source source(JsonObject json) {
    return new Source(
        json.text("key"),
        json.integer("bytes", 0, Long.MAX_VALUE),
        new Sha256(json.text("sha256")));
  }
}
