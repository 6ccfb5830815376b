package dev.tintype.core.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Retired;
import dev.tintype.core.state.VersionState.Superseded;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Creates the rows of the outbox. Their payloads follow Standard Webhooks: `type`, `timestamp` and
/// `data` (https://www.standardwebhooks.com).
///
/// Ids hold no full stop, because it separates the parts of a signed webhook.
public final class Outcomes {

  private static final Pattern UNSAFE = Pattern.compile("[^0-9A-Za-z]");
  private static final Pattern ID =
      Pattern.compile("out_([0-9A-Z]{26})_(?:([0-9a-f]{16})_[0-9]{1,10}_[a-z]{1,20}|erased)");

  private Outcomes() {}

  /// @return the row for a version's end; absent when nobody is notified of that end
  public static Optional<Outcome> of(VersionRecord ended) {
    return switch (ended.state()) {
      case Ready _ -> Optional.of(row(ended, "image.ready", ready(ended)));
      case Failed failed -> Optional.of(row(ended, "image.failed", failed(ended, failed)));
      case Superseded _, Expired _, Retired _, AwaitingUpload _, Queued _, Processing _ ->
          Optional.empty();
    };
  }

  /// What an outcome is about.
  ///
  /// @param imageId the image
  /// @param version the version that ended; absent when the whole image was erased
  public record Subject(ImageId imageId, Optional<Version> version) {}

  /// @param id perhaps the id of an outcome
  /// @return what the outcome would be about; absent when no outcome has such an id
  public static Optional<Subject> subject(String id) {
    Matcher parts = ID.matcher(id);
    return parts.matches() && ImageId.isUlid(parts.group(1))
        ? Optional.of(
            new Subject(
                new ImageId(parts.group(1)), Optional.ofNullable(parts.group(2)).map(Version::new)))
        : Optional.empty();
  }

  /// @return the row for an erased image
  public static Outcome erased(ImageRecord image, Instant at) {
    ObjectNode data = Json.object().put("imageId", image.id().value()).put("state", "erased");
    String type = "image.erased";
    return new Outcome(
        "out_" + underscored(image.id().value()) + "_erased",
        image.id(),
        Optional.empty(),
        type,
        payload(type, at, data),
        at,
        0,
        at);
  }

  private static Outcome row(VersionRecord ended, String type, ObjectNode data) {
    Version version = ended.job().version();
    Instant at = ended.updatedAt();
    String id =
        String.join(
            "_",
            "out",
            underscored(ended.job().imageId().value()),
            version.value(),
            Integer.toString(ended.run()),
            ended.state().code());
    return new Outcome(
            id,
            ended.job().imageId(),
            Optional.of(version),
            type,
            payload(type, at, data),
            at,
            0,
            at)
        .tracedBy(ended.trace());
  }

  private static ObjectNode ready(VersionRecord ended) {
    return data(ended).put("manifest", Keys.manifest(ended.job().imageId(), ended.job().version()));
  }

  private static ObjectNode failed(VersionRecord ended, Failed failed) {
    return data(ended)
        .put("reason", failed.reason().code())
        .put("message", failed.reason().message());
  }

  private static ObjectNode data(VersionRecord ended) {
    return Json.object()
        .put("imageId", ended.job().imageId().value())
        .put("version", ended.job().version().value())
        .put("recipe", ended.job().recipe().name())
        .put("run", ended.run())
        .put("state", ended.state().code());
  }

  private static String payload(String type, Instant at, ObjectNode data) {
    ObjectNode json = Json.object().put("type", type).put("timestamp", at.toString());
    json.set("data", data);
    return Json.write(json);
  }

  private static String underscored(String text) {
    return UNSAFE.matcher(text).replaceAll("_");
  }
}
