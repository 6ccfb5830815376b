package dev.tintype.core.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;

/// The field `watermark` of a recipe in a recipe file: it names a file, or has a digest.
///
/// @param recipe the recipe; [#resolve] changes it
/// @param files where the file is
record WatermarkFields(JsonObject recipe, WatermarkFiles files) {

  private static final String WATERMARK = "watermark";
  private static final String FILE = "file";
  private static final String DIGEST = "sha256";

  /// Stands for the digest of a file that cannot be read.
  private static final String UNREAD = "0".repeat(64);

  /// Replaces the name of a file by its digest, which is all that a recipe knows. After a failure
  /// the recipe has a stand-in, so that its other errors can be found.
  ///
  /// @throws MalformedJson when there is no such file, or it is no watermark
  void resolve() {
    if (!(recipe.node().get(WATERMARK) instanceof ObjectNode node)) {
      return;
    }
    JsonObject watermark = recipe.object(WATERMARK);
    if (node.has(FILE)) {
      resolveFile(watermark);
    } else if (node.path(DIGEST).isTextual()) {
      requireDigest(watermark);
    }
  }

  private void resolveFile(JsonObject watermark) {
    Sha256 digest = new Sha256(UNREAD);
    try {
      if (watermark.has(DIGEST)) {
        throw new MalformedJson(watermark.path() + ".sha256 has no meaning beside file");
      }
      String name = watermark.text(FILE);
      digest = named(watermark, FILE, () -> files.digest(name));
    } finally {
      watermark.node().remove(FILE);
      watermark.node().put(DIGEST, digest.hex());
    }
  }

  /// The reader of recipes says what is wrong with text that is no digest.
  private void requireDigest(JsonObject watermark) {
    Sha256 digest;
    try {
      digest = new Sha256(watermark.text(DIGEST));
    } catch (IllegalArgumentException _) {
      return;
    }
    named(
        watermark,
        DIGEST,
        () -> {
          files.require(digest);
          return digest;
        });
  }

  private static Sha256 named(
      JsonObject watermark, String field, java.util.function.Supplier<Sha256> step) {
    try {
      return step.get();
    } catch (MalformedJson e) {
      throw new MalformedJson(watermark.path() + "." + field + " " + e.getMessage(), e);
    }
  }
}
