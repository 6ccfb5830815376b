package dev.tintype.core;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A manifest as JSON. Equal manifests give equal bytes.
public final class ManifestJson {

  private ManifestJson() {}

  /// @return the file's bytes, ending in a newline
  public static byte[] bytes(Manifest manifest) {
    return (Json.write(write(manifest)) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// @return the manifest as a tree
  public static ObjectNode write(Manifest manifest) {
    ObjectNode json = Json.object();
    json.put("imageId", manifest.imageId().value());
    json.put("version", manifest.version().value());
    json.putObject("recipe")
        .put("name", manifest.recipe().name())
        .put("digest", manifest.recipe().digest().hex());
    json.set("original", write(manifest.original()));
    ObjectNode renderer = json.putObject("renderer");
    renderer.put("revision", manifest.renderer().revision().text());
    renderer.put("libvips", manifest.renderer().libvips());
    ObjectNode codecs = renderer.putObject("codecs");
    manifest.renderer().codecs().forEach(codecs::put);
    json.put("thumbhash", manifest.thumbhash());
    json.put("dominantColor", manifest.dominantColor());
    ArrayNode variants = json.putArray("variants");
    manifest.variants().forEach(variant -> variants.add(write(variant)));
    return json;
  }

  /// @return the facts about the original as a tree
  public static ObjectNode write(Manifest.OriginalInfo original) {
    return Json.object()
        .put("format", original.format())
        .put("width", original.width())
        .put("height", original.height())
        .put("orientationApplied", original.orientationApplied())
        .put("alpha", original.alpha())
        .put("frames", original.frames());
  }

  private static ObjectNode write(Manifest.Variant variant) {
    ObjectNode json = Json.object();
    SizeJson.write(variant.size(), json);
    return json.put("format", variant.format().id())
        .put("width", variant.width())
        .put("height", variant.height())
        .put("bytes", variant.bytes())
        .put("sha256", variant.sha256().hex())
        .put("animated", variant.animated())
        .put("url", variant.url());
  }

  /// @throws MalformedJson when the tree is not a manifest
  public static Manifest read(JsonObject json) {
    try {
      JsonObject recipe = json.object("recipe");
      JsonObject renderer = json.object("renderer");
      return new Manifest(
          new ImageId(json.text("imageId")),
          new Version(json.text("version")),
          new Manifest.RecipeRef(recipe.text("name"), new Sha256(recipe.text("digest"))),
          original(json.object("original")),
          new Manifest.RendererInfo(
              RenderRevision.parse(renderer.text("revision")),
              renderer.text("libvips"),
              codecs(renderer.object("codecs"))),
          json.text("thumbhash"),
          json.text("dominantColor"),
          variants(json));
    } catch (IllegalArgumentException e) {
      throw new MalformedJson("not a manifest: " + e.getMessage(), e);
    }
  }

  /// @param json as [#write(Manifest.OriginalInfo)] writes it
  /// @throws MalformedJson when the tree holds no such facts
  public static Manifest.OriginalInfo original(JsonObject json) {
    return new Manifest.OriginalInfo(
        json.text("format"),
        json.int32("width", 1, Integer.MAX_VALUE),
        json.int32("height", 1, Integer.MAX_VALUE),
        json.bool("orientationApplied"),
        json.bool("alpha"),
        json.int32("frames", 1, Integer.MAX_VALUE));
  }

  private static Map<String, String> codecs(JsonObject json) {
    Map<String, String> codecs = new TreeMap<>();
    json.node().fieldNames().forEachRemaining(name -> codecs.put(name, json.text(name)));
    return codecs;
  }

  private static List<Manifest.Variant> variants(JsonObject json) {
    List<Manifest.Variant> variants = new ArrayList<>();
    for (JsonObject variant : json.objects("variants")) {
      variants.add(
          new Manifest.Variant(
              SizeJson.name(variant),
              Format.byId(variant.text("format")),
              variant.int32("width", 1, Limits.MAX_VARIANT_SIDE),
              variant.int32("height", 1, Limits.MAX_VARIANT_SIDE),
              variant.integer("bytes", 0, Long.MAX_VALUE),
              new Sha256(variant.text("sha256")),
              variant.bool("animated"),
              variant.text("url")));
    }
    return variants;
  }
}
