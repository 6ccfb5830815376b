package dev.tintype.core.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.state.ImageRecord.FocalPoints;
import dev.tintype.core.trace.TraceParent;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The records of the job store as JSON. Every adapter stores this text beside the columns that it
/// searches by. Each text holds its format number in `v`. Reading returns an equal record.
public final class RecordJson {

  /// The format number that this release writes. Reading refuses any other, except
  /// [#FORM_WITH_SETS], [#FORM_WITH_POINTS] and [#FORM_WITH_METADATA] for images, and
  /// [#FORM_WITH_FOCUS] for versions.
  public static final int FORM = 1;

  /// The format number of an image whose sets are named. An older release refuses it and leaves the
  /// record alone; it would lose the sets.
  static final int FORM_WITH_SETS = 2;

  /// The format number of an image with focal points that were set after the upload, with named
  /// sets or without. An older release refuses it and leaves the record alone; it would lose them.
  static final int FORM_WITH_POINTS = 3;

  /// The format number of an image with metadata, with named sets and points or without. An older
  /// release refuses it and leaves the record alone; it would lose the metadata.
  static final int FORM_WITH_METADATA = 4;

  /// The format number of a version whose original has a focal point. An older release refuses it
  /// and leaves the record alone; it would lose the point.
  static final int FORM_WITH_FOCUS = 2;

  /// The name of a trace, in versions and rows of the outbox.
  private static final String TRACE = "traceparent";

  private RecordJson() {}

  /// An older release drops lane and trace when it writes the record. The version then continues in
  /// the fresh lane; what is made stays the same.
  ///
  /// @return the version as a tree that [#version] reads back equal
  public static ObjectNode write(VersionRecord version) {
    ObjectNode json = Json.object();
    json.put("v", version.job().original().focus().isPresent() ? FORM_WITH_FOCUS : FORM);
    json.set("job", ImageJobJson.write(version.job()));
    json.put("sequence", version.sequence());
    json.put("epoch", version.epoch());
    json.put("run", version.run());
    json.put("attempts", version.attempts());
    json.put("deaths", version.deaths());
    json.set("state", VersionStateJson.write(version.state()));
    version.dueAt().ifPresent(at -> json.put("dueAt", at.toString()));
    json.put("updatedAt", version.updatedAt().toString());
    if (version.lane() != Lane.FRESH) {
      json.put("lane", version.lane().code());
    }
    version.trace().ifPresent(trace -> json.put(TRACE, trace.text()));
    return json;
  }

  /// @throws MalformedJson when the tree is not a version in this format
  public static VersionRecord version(JsonObject json) {
    return checked(
        json,
        Focus.in(json.object("job")).isPresent() ? FORM_WITH_FOCUS : FORM,
        () ->
            new VersionRecord(
                ImageJobJson.read(json.object("job")),
                json.integer("sequence", 1, Long.MAX_VALUE),
                json.integer("epoch", 1, Long.MAX_VALUE),
                json.int32("run", 1, Integer.MAX_VALUE),
                json.int32("attempts", 0, Integer.MAX_VALUE),
                json.int32("deaths", 0, Integer.MAX_VALUE),
                VersionStateJson.read(json.object("state")),
                json.optionalInstant("dueAt"),
                json.instant("updatedAt"),
                json.optionalText("lane").flatMap(Lane::of).orElse(Lane.FRESH),
                trace(json)));
  }

  private static Optional<TraceParent> trace(JsonObject json) {
    return json.optionalText(TRACE).flatMap(TraceParent::of);
  }

  /// @return the image as a tree that [#image] reads back equal
  public static ObjectNode write(ImageRecord image) {
    ObjectNode json = Json.object();
    json.put(
        "v",
        form(
            !image.metadata().isEmpty(),
            !image.points().equals(FocalPoints.NONE),
            image.sets().isPresent()));
    json.put("id", image.id().value());
    json.put("createdAt", image.createdAt().toString());
    image.name().ifPresent(name -> json.put("name", name));
    image.metadata().putInto(json);
    json.put("epoch", image.epoch());
    json.put("versions", image.versions());
    image.latest().ifPresent(latest -> json.put("latest", latest.value()));
    image.current().ifPresent(current -> json.set("current", ImageSetsJson.write(current)));
    image.sets().ifPresent(sets -> json.set("sets", ImageSetsJson.write(sets)));
    write(json, image.points());
    LifeJson.putInto(json, image.life());
    image.dueAt().ifPresent(at -> json.put("dueAt", at.toString()));
    return json;
  }

  private static int form(boolean hasMetadata, boolean hasPoints, boolean hasSets) {
    if (hasMetadata) {
      return FORM_WITH_METADATA;
    }
    return hasPoints ? FORM_WITH_POINTS : hasSets ? FORM_WITH_SETS : FORM;
  }

  private static void write(ObjectNode json, FocalPoints points) {
    points.byOriginal().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().hex()))
        .forEach(entry -> {
          ObjectNode one =
              json.withArray("points").addObject().put("original", entry.getKey().hex());
          entry.getValue().ifPresent(point -> point.putInto(one));
        });
  }

  /// @throws MalformedJson when the tree is not an image in this format
  public static ImageRecord image(JsonObject json) {
    return checked(
        json,
        form(json.has("metadata"), json.has("points"), json.has("sets")),
        () ->
            new ImageRecord(
                new ImageId(json.text("id")),
                json.instant("createdAt"),
                json.optionalText("name"),
                Metadata.in(json),
                json.integer("epoch", 1, Long.MAX_VALUE),
                json.integer("versions", 0, Long.MAX_VALUE),
                json.optionalText("latest").map(Version::new),
                ImageSetsJson.current(json),
                ImageSetsJson.sets(json),
                points(json),
                LifeJson.in(json),
                json.optionalInstant("dueAt")));
  }

  private static FocalPoints points(JsonObject json) {
    return json.has("points")
        ? new FocalPoints(
            json.objects("points").stream()
                .collect(
                    Collectors.toUnmodifiableMap(
                        one -> new Sha256(one.text("original")), Focus::in)))
        : FocalPoints.NONE;
  }

  /// An older release drops the refusal when it writes the row.
  ///
  /// @return the row of the outbox as a tree that [#outcome] reads back equal
  public static ObjectNode write(Outcome outcome) {
    ObjectNode json =
        Json.object()
            .put("v", FORM)
            .put("id", outcome.id())
            .put("imageId", outcome.imageId().value());
    outcome.version().ifPresent(version -> json.put("version", version.value()));
    outcome.trace().ifPresent(trace -> json.put(TRACE, trace.text()));
    json.put("type", outcome.type())
        .put("payload", outcome.payload())
        .put("occurredAt", outcome.occurredAt().toString())
        .put("attempts", outcome.attempts())
        .put("dueAt", outcome.dueAt().toString());
    outcome.refusal().ifPresent(why -> json.put("refusal", why));
    return json;
  }

  /// @throws MalformedJson when the tree is not an outbox row in this format
  public static Outcome outcome(JsonObject json) {
    return checked(
        json,
        () ->
            new Outcome(
                json.text("id"),
                new ImageId(json.text("imageId")),
                json.optionalText("version").map(Version::new),
                json.text("type"),
                json.text("payload"),
                json.instant("occurredAt"),
                json.int32("attempts", 0, Integer.MAX_VALUE),
                json.instant("dueAt"),
                json.optionalText("refusal"),
                trace(json)));
  }

  /// @return the idempotency record as a tree that [#idempotency] reads back equal
  public static ObjectNode write(IdempotencyRecord row) {
    return Json.object()
        .put("v", FORM)
        .put("key", row.key().hex())
        .put("body", row.body().hex())
        .put("imageId", row.imageId().value())
        .put("version", row.version().value())
        .put("status", row.status())
        .put("expiresAt", row.expiresAt().toString());
  }

  /// @throws MalformedJson when the tree is not an idempotency record in this format
  public static IdempotencyRecord idempotency(JsonObject json) {
    return checked(
        json,
        () ->
            new IdempotencyRecord(
                new Sha256(json.text("key")),
                new Sha256(json.text("body")),
                new ImageId(json.text("imageId")),
                new Version(json.text("version")),
                json.int32("status", 100, 599),
                json.instant("expiresAt")));
  }

  private static <T> T checked(JsonObject json, Supplier<T> reading) {
    return checked(json, FORM, reading);
  }

  private static <T> T checked(JsonObject json, int known, Supplier<T> reading) {
    long form = json.integer("v", 1, Long.MAX_VALUE);
    if (form != known) {
      throw new MalformedJson(
          "v must be %d, not %d: a newer release wrote this record".formatted(known, form));
    }
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new MalformedJson("not a record: " + e.getMessage(), e);
    }
  }
}
