package dev.tintype.core.flow.reprocess;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.VersionWrites;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Redriving;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Starts another run of a version that failed without a verdict on its bytes.
public final class Redrive {

  private final Stores stores;
  private final Messages messages;
  private final FlowContext context;
  private final VersionWrites writes;

  /// @param sender sends the message of the new run
  public Redrive(Stores stores, JobSender sender, FlowContext context) {
    this.stores = stores;
    this.messages = new Messages(sender);
    this.context = context;
    this.writes = new VersionWrites(stores.jobs());
  }

  /// The result of the request.
  public sealed interface Redriven {
    /// The version is queued.
    ///
    /// @param record the version
    record Queued(VersionRecord record) implements Redriven {}

    /// The sweeper is about to delete the version's leftover files.
    ///
    /// @param at when to ask again
    record NotYet(Instant at) implements Redriven {}

    /// The version cannot be redriven.
    ///
    /// @param state its state
    record Refused(VersionState state) implements Redriven {}

    /// There is no such version.
    record Unknown() implements Redriven {}

    /// The image was erased.
    record Gone() implements Redriven {}
  }

  /// @throws StoreUnavailable when it is unknown whether the version was queued; calling again is
  ///   safe
  public Redriven redrive(ImageId id, Version version) {
    Optional<ImageRecord> image = stores.jobs().image(id);
    if (image.filter(i -> !i.isLive()).isPresent()) {
      return new Redriven.Gone();
    }
    Optional<VersionRecord> before = image.flatMap(_ -> stores.jobs().version(id, version));
    if (before.isEmpty()) {
      return new Redriven.Unknown();
    }
    return switch (Redriving.of(before.get(), context.now())) {
      case Redriving.Refused refused -> new Redriven.Refused(refused.state());
      case Redriving.NotYet notYet -> new Redriven.NotYet(notYet.at());
      case Redriving.Granted granted -> {
        if (!writes.write(before.get(), granted.record())) {
          yield redrive(id, version);
        }
        context.boundary().reached(StepBoundary.REDRIVEN);
        FlowLog.event("redrive.written", granted.record()).info();
        messages.send(granted.record(), "redrive", Duration.ZERO);
        yield new Redriven.Queued(granted.record());
      }
    };
  }
}
