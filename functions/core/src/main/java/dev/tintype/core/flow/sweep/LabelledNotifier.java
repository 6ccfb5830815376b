package dev.tintype.core.flow.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Adds to each notification what its receiver calls the image: the name and the metadata, as they
/// are when it is sent, and the absolute URL of the manifest. The outbox holds none of them, so an
/// erasure leaves none behind. An image that is not live, or whose record cannot be read, adds
/// nothing.
public final class LabelledNotifier implements Notifier {

  private final JobStore jobs;
  private final Notifier notifier;
  private final Optional<UnaryOperator<String>> url;

  /// @param jobs holds the images
  /// @param notifier sends the notifications
  /// @param url makes the public URL of a file from its key; absent when it is not known
  public LabelledNotifier(JobStore jobs, Notifier notifier, Optional<UnaryOperator<String>> url) {
    this.jobs = jobs;
    this.notifier = notifier;
    this.url = url;
  }

  /// @throws StoreUnavailable when the job store does not answer; nobody was told
  @Override
  public Answer tell(Outcome outcome) {
    return notifier.tell(image(outcome).map(image -> labelled(outcome, image)).orElse(outcome));
  }

  private Optional<ImageRecord> image(Outcome outcome) {
    try {
      return jobs.image(outcome.imageId()).filter(ImageRecord::isLive);
    } catch (UnreadableRecord _) {
      return Optional.empty();
    }
  }

  private Outcome labelled(Outcome outcome, ImageRecord image) {
    try {
      JsonObject payload = Json.parse(outcome.payload());
      JsonObject data = payload.object("data");
      ObjectNode labels = data.node();
      image.name().ifPresent(name -> labels.put("name", name));
      image.metadata().putInto(labels);
      url.ifPresent(of ->
          data.optionalText("manifest").ifPresent(key -> labels.put("manifestUrl", of.apply(key))));
      return outcome.saying(Json.write(payload.node()));
    } catch (MalformedJson _) {
      return outcome;
    }
  }
}
