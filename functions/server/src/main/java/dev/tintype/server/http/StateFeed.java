package dev.tintype.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ImageId;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.read.Describe;
import dev.tintype.core.flow.read.Describe.Described;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The states of images as JSON for event streams. Safe for use by many threads.
///
/// @param describe reads one image
/// @param jobs lists images
record StateFeed(Describe describe, JobStore jobs) {

  private static final int PAGE = 200;

  /// One image as read once.
  ///
  /// @param id the image
  /// @param data the event's JSON
  /// @param ended whether the state never changes by itself
  record Seen(ImageId id, String data, boolean ended) {}

  Seen look(ImageId image) {
    ObjectNode data = Json.object().put("id", image.value());
    Lookup<Described> described;
    try {
      described = describe.describe(image);
    } catch (UnreadableRecord _) {
      return new Seen(image, Json.write(data.put("state", "unreadable")), true);
    }
    return switch (described) {
      case Lookup.Unknown<Described> _ ->
          new Seen(image, Json.write(data.put("state", "unknown")), true);
      case Lookup.Gone<Described> _ ->
          new Seen(image, Json.write(data.put("state", "erased")), true);
      case Lookup.Found<Described>(Described found) -> seen(found, data);
    };
  }

  private static Seen seen(Described found, ObjectNode data) {
    ImageRecord image = found.image();
    VersionRecord latest = found.latest();
    image.name().ifPresent(name -> data.put("name", name));
    image.metadata().putInto(data);
    data.put("version", latest.job().version().value()).put("state", latest.state().code());
    switch (latest.state()) {
      case VersionState.Processing processing -> data.put("step", processing.step().code());
      case VersionState.Failed failed ->
          data.put("reason", failed.reason().code()).put("message", failed.reason().message());
      case VersionState.AwaitingUpload _,
          VersionState.Queued _,
          VersionState.Ready _,
          VersionState.Superseded _,
          VersionState.Expired _,
          VersionState.Retired _ -> {}
    }
    return new Seen(image.id(), Json.write(data), latest.state().isEnd());
  }

  /// @return the newest images, newest first
  List<ImageRecord> newest(int most) {
    List<ImageRecord> newest = new ArrayList<>();
    Optional<ImageId> before = Optional.empty();
    while (newest.size() < most) {
      int wanted = Math.min(PAGE, most - newest.size());
      List<ImageRecord> page = jobs.list(before, wanted);
      newest.addAll(page);
      if (page.size() < wanted) {
        break;
      }
      before = Optional.of(page.getLast().id());
    }
    return newest;
  }
}
