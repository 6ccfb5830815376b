package dev.tintype.core.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;

/// A version's job as JSON. Reading returns an equal job.
final class ImageJobJson {

  private ImageJobJson() {}

  static ObjectNode write(ImageJob job) {
    ObjectNode json = Json.object();
    json.put("imageId", job.imageId().value());
    json.put("version", job.version().value());
    json.put("originalKey", job.originalKey());
    json.set("recipe", RecipeJson.write(job.recipe()));
    json.put("renderRevision", job.renderRevision().text());
    json.put("originalSha256", job.original().sha256().hex());
    json.put("declaredBytes", job.original().bytes());
    json.put("declaredType", job.original().mediaType());
    job.original().focus().ifPresent(focus -> focus.putInto(json));
    json.put("createdAt", job.createdAt().toString());
    return json;
  }

  static ImageJob read(JsonObject json) {
    return new ImageJob(
        new ImageId(json.text("imageId")),
        new Version(json.text("version")),
        json.text("originalKey"),
        RecipeJson.read(json.object("recipe")),
        RenderRevision.parse(json.text("renderRevision")),
        new Original(
            new Sha256(json.text("originalSha256")),
            json.integer("declaredBytes", 0, Long.MAX_VALUE),
            json.text("declaredType"),
            Focus.in(json)),
        json.instant("createdAt"));
  }
}
