package dev.tintype.core.port;

import dev.tintype.core.ImageId;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where images, versions, idempotency keys and the outbox are kept.
///
/// Every read sees every write that was answered before it. Safe for use by many threads and
/// processes. After a [StoreUnavailable] from [#commit] it is unknown whether the change was
/// applied: it was applied whole or not at all, and reading tells.
public interface JobStore {

  /// @return the image, live or tombstone
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  Optional<ImageRecord> image(ImageId id);

  /// @return the version
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  Optional<VersionRecord> version(ImageId id, Version version);

  /// @return every version of an image, in order of creation
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  List<VersionRecord> versions(ImageId id);

  /// @return what was answered under a key, unless it has expired by `now`
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now);

  /// Applies all writes of a change, or none.
  ///
  /// @return whether it was applied; false when the condition of a write did not hold
  /// @throws StoreUnavailable when it is unknown whether it was applied
  boolean commit(Change change);

  /// What the sweeper must look at: everything whose due instant is at or before `now`, oldest
  /// first.
  ///
  /// @param limit at most so many of each kind, 1 to 1,000
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  DueWork due(Instant now, int limit);

  /// Images, newest first, tombstones left out.
  ///
  /// @param before only images with an id below this one, the cursor
  /// @param limit 1 to 200
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  List<ImageRecord> list(Optional<ImageId> before, int limit);

  /// What is due.
  ///
  /// @param versions versions whose due instant has come
  /// @param images images being erased whose due instant has come
  /// @param outcomes rows of the outbox to send
  record DueWork(List<VersionRecord> versions, List<ImageRecord> images, List<Outcome> outcomes) {
    /// Copies the lists.
    public DueWork {
      versions = List.copyOf(versions);
      images = List.copyOf(images);
      outcomes = List.copyOf(outcomes);
    }
  }
}
