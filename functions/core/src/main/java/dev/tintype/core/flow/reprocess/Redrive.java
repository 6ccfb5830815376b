package dev.tintype.core.flow.reprocess;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.flow.Contention;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.flow.VersionWrites;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Redriving;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  /// The result of a request for a version of a live image.
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
  }

  /// @throws StoreUnavailable when it is unknown whether the version was queued; calling again is
  ///   safe
  public Tried<Redriven> redrive(ImageId id, Version version) {
    return Contention.request(() -> tryToRedrive(id, version));
  }

  private Optional<Tried<Redriven>> tryToRedrive(ImageId id, Version version) {
    Lookup<VersionRecord> before =
        Lookup.liveImage(stores.jobs(), id).then(_ -> version(id, version));
    return switch (before) {
      case Lookup.Found<VersionRecord>(VersionRecord record) ->
          redrive(record).map(Lookup.Found::new);
      case Lookup.Unknown<VersionRecord> _ -> Optional.of(new Lookup.Unknown<>());
      case Lookup.Gone<VersionRecord> _ -> Optional.of(new Lookup.Gone<>());
    };
  }

  private Lookup<VersionRecord> version(ImageId id, Version version) {
    return stores
        .jobs()
        .version(id, version)
        .<Lookup<VersionRecord>>map(Lookup.Found::new)
        .orElseGet(Lookup.Unknown::new);
  }

  /// @return absent when another process wrote first
  private Optional<Redriven> redrive(VersionRecord before) {
    return switch (Redriving.of(before, context.now())) {
      case Redriving.Refused refused -> Optional.of(new Redriven.Refused(refused.state()));
      case Redriving.NotYet notYet -> Optional.of(new Redriven.NotYet(notYet.at()));
      case Redriving.Granted granted ->
          writes.write(
                  before,
                  granted.record(),
                  messages,
                  List.of(Messages.sending(granted.record(), "redrive", Duration.ZERO)))
              ? Optional.of(queued(granted.record()))
              : Optional.empty();
    };
  }

  private Redriven queued(VersionRecord record) {
    context.boundary().reached(StepBoundary.REDRIVEN);
    FlowLog.event("redrive.written", record).info();
    return new Redriven.Queued(record);
  }
}
