package dev.tintype.core.flow.label;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Changes the name and the metadata of an image by one conditional write. It waits for no version
/// and changes none: whoever writes the image at the same time reads it again and keeps both
/// changes. Safe for use by many threads.
public final class LabelImage {

  private final JobStore jobs;
  private final Commits commits;

  /// @param jobs holds the images
  public LabelImage(JobStore jobs) {
    this.jobs = jobs;
    this.commits = new Commits(jobs);
  }

  /// @param change makes the new labels from the present ones; called again when another process
  ///   wrote first. What it throws ends the request, and nothing is written
  /// @return the image with the new labels. Nothing is written when they are the present ones
  /// @throws UnreadableRecord when the record of the image cannot be read; nothing was written
  /// @throws StoreUnavailable when it is unknown what was written; calling again is safe
  public Tried<ImageRecord> label(ImageId id, UnaryOperator<Labels> change) {
    return Contention.request(() ->
        switch (Lookup.liveImage(jobs, id)) {
          case Lookup.Found<ImageRecord>(ImageRecord image) ->
              label(image, change).map(Lookup.Found::new);
          case Lookup.Unknown<ImageRecord> unknown -> Optional.of(unknown);
          case Lookup.Gone<ImageRecord> gone -> Optional.of(gone);
        });
  }

  /// Changes an image only if nobody has written it since it had an epoch.
  ///
  /// @param epoch the epoch of the image that the caller has seen
  /// @param change as in [#label(ImageId, UnaryOperator)]; called once at most
  /// @return absent when the image was written since, and nothing was changed
  /// @throws UnreadableRecord when the record of the image cannot be read; nothing was written
  /// @throws StoreUnavailable when it is unknown what was written; asking for the image tells
  public Tried<Optional<ImageRecord>> label(ImageId id, long epoch, UnaryOperator<Labels> change) {
    return Lookup.liveImage(jobs, id)
        .then(image ->
            new Lookup.Found<>(image.epoch() == epoch ? label(image, change) : Optional.empty()));
  }

  /// @return absent when another process wrote first
  private Optional<ImageRecord> label(ImageRecord image, UnaryOperator<Labels> change) {
    Labels before = new Labels(image.name(), image.metadata());
    Labels after = change.apply(before);
    if (after.equals(before)) {
      return Optional.of(image);
    }
    ImageRecord next = image.labelled(after.name(), after.metadata());
    if (!commits.commit(Change.of(new Write.PutImage(Optional.of(image), next)))) {
      return Optional.empty();
    }
    FlowLog.event("label.written", image.id()).info();
    return Optional.of(next);
  }
}
