package dev.tintype.render.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Limits;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Reuse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The order to render one original. It contains everything that the rendering needs. It gives only
/// the rights to read this original and the recipe's watermark, and to store one archive.
///
/// @param job what to render; its times and media type are not part of the order
/// @param original a signed URL for one GET of the original
/// @param watermark a signed URL for one GET of the recipe's watermark; absent exactly when the
///   recipe has none
/// @param upload a signed form for one POST of the archive
/// @param deadline the time for fetching, rendering and uploading together
/// @param reuse what need not be made
public record RenderOrder(
    ImageJob job,
    URI original,
    Optional<URI> watermark,
    Upload upload,
    Duration deadline,
    Optional<Reuse> reuse) {

  private static final int VERSION = 1;

  /// The version of an order with a focal point. A function that knows no focal points refuses it.
  private static final int WITH_FOCUS = 2;

  /// The version of an order with a watermark. A function that knows no watermarks refuses it.
  private static final int WITH_WATERMARK = 3;

  private static final String WATERMARK_URL = "watermarkUrl";

  private static final long LONGEST_MILLIS = Duration.ofMinutes(15).toMillis();

  /// @throws IllegalArgumentException when the recipe has a watermark and no URL is given, or the
  ///   other way round
  public RenderOrder {
    if (watermark.isPresent() != job.recipe().watermark().isPresent()) {
      throw new IllegalArgumentException("the recipe's watermark and its URL go together");
    }
  }

  /// An order for everything, under a recipe without a watermark.
  public RenderOrder(ImageJob job, URI original, Upload upload, Duration deadline) {
    this(job, original, Optional.empty(), upload, deadline, Optional.empty());
  }

  /// A signed form.
  ///
  /// @param url where it is posted
  /// @param fields its fields, all before the file
  public record Upload(URI url, Map<String, String> fields) {}

  /// @return the order as JSON
  public byte[] json() {
    ObjectNode json =
        Json.object()
            .put("v", version())
            .put("imageId", job.imageId().value())
            .put("sha256", job.original().sha256().hex())
            .put("bytes", job.original().bytes())
            .put("revision", job.renderRevision().text())
            .put("deadlineMillis", deadline.toMillis())
            .put("originalUrl", original.toString());
    json.set("recipe", RecipeJson.write(job.recipe()));
    job.focus().ifPresent(focus -> focus.putInto(json));
    reuse.ifPresent(has -> ReuseJson.put(has, json));
    watermark.ifPresent(url -> json.put(WATERMARK_URL, url.toString()));
    ObjectNode staging = json.putObject("staging").put("url", upload.url().toString());
    ObjectNode fields = staging.putObject("fields");
    upload.fields().forEach(fields::put);
    return Json.bytes(json);
  }

  private int version() {
    if (watermark.isPresent()) {
      return WITH_WATERMARK;
    }
    return job.focus().isPresent() ? WITH_FOCUS : VERSION;
  }

  /// @throws MalformedJson when the bytes are no order of this version
  public static RenderOrder read(byte[] bytes) {
    JsonObject json = Json.parse(bytes);
    json.int32("v", VERSION, WITH_WATERMARK);
    try {
      return new RenderOrder(
          job(json),
          URI.create(json.text("originalUrl")),
          json.optionalText(WATERMARK_URL).map(URI::create),
          upload(json.object("staging")),
          Duration.ofMillis(json.integer("deadlineMillis", 1, LONGEST_MILLIS)),
          ReuseJson.in(json));
    } catch (IllegalArgumentException e) {
      throw new MalformedJson("not an order: " + e.getMessage(), e);
    }
  }

  private static ImageJob job(JsonObject json) {
    Original original =
        new Original(
            new Sha256(json.text("sha256")),
            json.integer("bytes", 0, Limits.MAX_ORIGINAL_BYTES),
            "application/octet-stream",
            Focus.in(json));
    return ImageJob.of(
        new ImageId(json.text("imageId")),
        original,
        RecipeJson.read(json.object("recipe")),
        RenderRevision.parse(json.text("revision")),
        Instant.EPOCH);
  }

  private static Upload upload(JsonObject json) {
    JsonObject form = json.object("fields");
    Map<String, String> fields = new LinkedHashMap<>();
    form.node().fieldNames().forEachRemaining(name -> fields.put(name, form.text(name)));
    return new Upload(URI.create(json.text("url")), fields);
  }
}
